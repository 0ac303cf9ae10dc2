"""A small ONNX graph builder: nodes in memory, weights straight to an external data file, so that no more than one tensor is held at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from .formats import BLOCK, Format, bits_of, quantise

OPSET = 20
INLINE = 1024
"""Constants up to this many bytes stay in the graph file: shapes, scales, gates."""
PAGE = 65536
"""Offsets of large tensors: the granularity at which Windows maps a file; 64 bytes are enough for small ones."""

Dims = Sequence[int | str]
Array = NDArray[Any]


class GraphBuilder:
    """Builds one graph, `<name>.onnx` with `<name>.onnx.data` beside it. `finish` (or `close` after an error) ends it, once.

    `fast`: quantised weights are multiplied in 8 bits (False: in float32); None leaves it open, as transformers.js' quantiser does."""

    def __init__(self, folder: Path, name: str, fmt: Format, *, fast: bool | None = False, data: str = ".data") -> None:
        self.folder, self.name, self.format, self.fast = folder, name, fmt, fast
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []
        self.parameters = 0
        self._constants: dict[bytes, str] = {}
        self.data_name = f"{name}.onnx{data}"
        self._data = (folder / self.data_name).open("wb")
        self._count = 0

    # --- values ------------------------------------------------------------------------------------------------

    def input(self, name: str, dims: Dims, integer: bool = False) -> str:
        """Declares an input; a string is the name of a free dimension."""
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.INT64 if integer else TensorProto.FLOAT, list(dims)))
        return name

    def output(self, value: str, name: str, dims: Dims) -> None:
        """Gives a value out under a name."""
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(dims)))

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Adds a node with one output and returns that output's name."""
        return self.ops(kind, inputs, 1, domain, **attributes)[0]

    def ops(self, kind: str, inputs: Sequence[str], outputs: int, domain: str = "", **attributes: Any) -> list[str]:
        """Adds a node with several outputs."""
        names = [self._fresh(kind.lower()) for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def const(self, value: Any, dtype: Any = np.float32) -> str:
        """A constant; equal ones are kept once."""
        array = np.ascontiguousarray(np.asarray(value, dtype=dtype))
        key = hashlib.sha256(array.tobytes() + str((array.dtype, array.shape)).encode()).digest()
        if key not in self._constants:
            self._constants[key] = self._store(array)
        return self._constants[key]

    def ints(self, *values: int) -> str:
        """A 1-D int64 constant: axes, shapes."""
        return self.const(values, np.int64)

    # --- weights -----------------------------------------------------------------------------------------------

    def weight(self, array: Array, half: bool = True) -> str:
        """A learned tensor. Stored as fp16 where the format is smaller than fp32 (`half` False: norms and biases stay exact)."""
        self.parameters += array.size
        if self.format == "fp32" or not half:
            return self._store(array.astype(np.float32, copy=False))
        return self.op("Cast", self._store(array.astype(np.float16)), to=TensorProto.FLOAT)

    def table(self, array: Array) -> str:
        """A learned table to gather from, [rows, width]. The cast comes after the gather: only the rows that are wanted are widened."""
        self.parameters += array.size
        return self._store(array.astype(np.float32 if self.format == "fp32" else np.float16, copy=False))

    def gather(self, table: str, ids: str) -> str:
        """Rows of a table, fp32."""
        rows = self.op("Gather", table, ids, axis=0)
        return rows if self.format == "fp32" else self.op("Cast", rows, to=TensorProto.FLOAT)

    def first_rows(self, table: str, count: str) -> str:
        """The first rows of a table, fp32. (A gather by a range is rewritten by ONNX Runtime 1.30 to a slice that it then refuses.)"""
        rows = self.slice(table, 0, count, 0)
        return rows if self.format == "fp32" else self.op("Cast", rows, to=TensorProto.FLOAT)

    def linear(self, x: str, weight_NK: Array, bias_N: Array | None = None) -> str:
        """x [..., K] -> [..., N], in the builder's number format."""
        rows, columns = weight_NK.shape
        if self.format in ("fp32", "fp16"):
            y = self.op("MatMul", x, self.weight(np.ascontiguousarray(weight_NK.T)))
        else:
            bits = bits_of(self.format)
            codes, scale = quantise(weight_NK.astype(np.float32, copy=False), bits)
            self.parameters += weight_NK.size
            y = self.op(
                "MatMulNBits", x, self._store(codes), self._store(scale), domain="com.microsoft",
                K=columns, N=rows, bits=bits, block_size=BLOCK, **({} if self.fast is None else {"accuracy_level": 4 if self.fast else 1}),
            )  # fmt: skip
        return y if bias_N is None else self.op("Add", y, self.weight(bias_N, half=False))

    # --- shapes ------------------------------------------------------------------------------------------------

    def reshape(self, x: str, *shape: int) -> str:
        """0 keeps a dimension, -1 is computed."""
        return self.op("Reshape", x, self.ints(*shape))

    def transpose(self, x: str, *order: int) -> str:
        return self.op("Transpose", x, perm=list(order))

    def concat(self, values: Sequence[str], axis: int) -> str:
        return values[0] if len(values) == 1 else self.op("Concat", *values, axis=axis)

    def dim(self, x: str, axis: int) -> str:
        """One dimension as a 1-D int64 value."""
        return self.op("Shape", x, start=axis, end=axis + 1)

    def slice(self, x: str, start: str | int, end: str | int, axis: int) -> str:
        """x[start:end] along an axis; numbers or 1-D values."""
        bounds = [self.ints(v) if isinstance(v, int) else v for v in (start, end)]
        return self.op("Slice", x, *bounds, self.ints(axis))

    # --- end ---------------------------------------------------------------------------------------------------

    def finish(self) -> Path:
        """Writes the graph and closes the data file."""
        self._data.close()
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.initializers)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="unrender")
        file = self.folder / f"{self.name}.onnx"
        onnx.save(model, str(file))
        return file

    def close(self) -> None:
        """Gives the data file up after an error."""
        self._data.close()

    def _fresh(self, stem: str) -> str:
        self._count += 1
        return f"{stem}_{self._count}"

    def _store(self, array: Array) -> str:
        array = np.ascontiguousarray(array)
        name = self._fresh("w")
        if array.nbytes <= INLINE:
            self.initializers.append(numpy_helper.from_array(array, name))
            return name
        step = PAGE if array.nbytes >= PAGE else 64
        self._data.write(b"\0" * (-self._data.tell() % step))
        tensor = TensorProto(
            name=name, dims=array.shape, data_type=helper.np_dtype_to_tensor_dtype(array.dtype), data_location=TensorProto.EXTERNAL
        )
        for key, value in (("location", self.data_name), ("offset", self._data.tell()), ("length", array.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        array.tofile(self._data)
        self.initializers.append(tensor)
        return name
