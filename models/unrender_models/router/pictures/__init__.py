"""Pictures of every kind by many programs, most of them strangers: what the router learns from and is measured on.

`python -m unrender_models.router.pictures.make` makes them; `npm install` in this folder and the Python packages named in `make.py` come first.
"""
