/** How people write what the vocabulary has one way to write. Only spellings that look alike stand for each other. */

function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.trim().split(/\s+/u).map((pair) => pair.split('>>') as [string, string]));
}

/** Commands and characters that stand for one symbol or command of the vocabulary. */
export const aliases: Readonly<Record<string, string>> = {
  ...pairs(String.raw`
    \le>>\leq \ge>>\geq \ne>>\neq \to>>\rightarrow \gets>>\leftarrow \iff>>\Longleftrightarrow \implies>>\Longrightarrow \impliedby>>\Longleftarrow \owns>>\ni
    \land>>\wedge \lor>>\vee \lnot>>\neg \bot>>\perp \mid>>| \vert>>| \lvert>>| \rvert>>| \Vert>>\| \lVert>>\| \rVert>>\| \parallel>>\| \lbrace>>\{ \rbrace>>\}
    \lbrack>>[ \rbrack>>] \lt>>< \gt>>> \ast>>* \colon>>: \backslash>>\setminus \smallsetminus>>\setminus \dag>>\dagger \ddag>>\ddagger \hslash>>\hbar
    \bigtriangleup>>\triangle \vartriangle>>\triangle \Box>>\square \Diamond>>\lozenge \thicksim>>\sim \thickapprox>>\approx \restriction>>\upharpoonright \leadsto>>\rightsquigarrow
    \dotsc>>\ldots \dotso>>\ldots \hdots>>\ldots \dotsb>>\cdots \dotsm>>\cdots \dotsi>>\cdots \dfrac>>\frac \tfrac>>\frac \cfrac>>\frac \dbinom>>\binom \tbinom>>\binom
    \stackrel>>\overset \bm>>\boldsymbol \pmb>>\boldsymbol \bold>>\mathbf \Bbb>>\mathbb \frak>>\mathfrak \cal>>\mathcal \utilde>>\underline
    \varDelta>>\Delta \varGamma>>\Gamma \varTheta>>\Theta \varLambda>>\Lambda \varXi>>\Xi \varPi>>\Pi \varSigma>>\Sigma \varUpsilon>>\Upsilon \varPhi>>\Phi \varPsi>>\Psi \varOmega>>\Omega
    \thetasym>>\vartheta \alefsym>>\aleph \infin>>\infty \empty>>\emptyset \exist>>\exists \isin>>\in \Alpha>>A \Beta>>B \real>>\Re \image>>\Im \weierp>>\wp
    \llless>>\ll \doublecap>>\cap \doublecup>>\cup \tg>>\tan \sh>>\sinh \ch>>\cosh \th>>\tanh \ctg>>\cot \arctg>>\arctan \mod>>\bmod \thinspace>>\, \qquad>>\quad
    \intop>>\int \ointop>>\oint \smallint>>\int \mathsection>>\S \mathparagraph>>\P \dprime>>\prime \lq>>' \rq>>'
    ≤>>\leq ≥>>\geq ≠>>\neq ×>>\times ÷>>\div ±>>\pm −>>- ·>>\cdot ∈>>\in ∞>>\infty →>>\rightarrow α>>\alpha β>>\beta γ>>\gamma δ>>\delta ε>>\varepsilon θ>>\theta λ>>\lambda μ>>\mu
    π>>\pi ρ>>\rho σ>>\sigma τ>>\tau φ>>\varphi ω>>\omega Δ>>\Delta Σ>>\Sigma Ω>>\Omega ∂>>\partial ∇>>\nabla ∑>>\sum ∫>>\int ∀>>\forall ∃>>\exists ⊂>>\subset ∪>>\cup ∩>>\cap …>>\ldots ≈>>\approx`),
};

/** `\not` and what follows it. */
export const negated: Readonly<Record<string, string>> = pairs(String.raw`=>>\neq \in>>\notin \exists>>\nexists \subseteq>>\nsubseteq |>>\nmid \rightarrow>>\nrightarrow`);

/** Commands that change nothing that is read: spacing, sizes, numbering. */
export const ignored: ReadonlySet<string> = new Set(String.raw`
  \, \: \; \! \> \/ \thinspace \medspace \thickspace \negthinspace \negmedspace \negthickspace \enspace \enskip \nobreak \allowbreak \displaystyle \textstyle \scriptstyle \scriptscriptstyle \tiny \scriptsize
  \footnotesize \small \normalsize \large \Large \LARGE \huge \Huge \limits \nolimits \displaylimits \nonumber \notag \hfill \mathstrut \strut \protect \relax \unboldmath \normalfont \break \newline
  \null \noindent \medskip \smallskip \centering`.trim().split(/\s+/u));

/** Commands whose argument is read as if it stood alone. */
export const transparent: ReadonlySet<string> = new Set(String.raw`
  \mathop \mathrel \mathbin \mathord \mathopen \mathclose \mathinner \mathpunct \smash \ensuremath \mathnormal \mathit \hbox \vcenter \clap \rlap \llap \mathclap \mathrlap \mathllap`.trim().split(/\s+/u));

/** Commands that are left out with their argument. */
export const dropped: ReadonlySet<string> = new Set(String.raw`\phantom \hphantom \vphantom \hspace \hspace* \vspace \label \tag \tag* \color \mspace`.trim().split(/\s+/u));

/** Commands that set the rest of their group in a font; `` is the plain one. */
export const switches: Readonly<Record<string, string>> = pairs(String.raw`
  \rm>>\mathrm \bf>>\mathbf \cal>>\mathcal \sf>>\mathsf \tt>>\mathtt \it>> \sl>> \mit>> \boldmath>>\boldsymbol \bfseries>>\mathbf \rmfamily>>\mathrm`);

/** Text commands, and the font of their letters. */
export const textCommands: Readonly<Record<string, string>> = pairs(String.raw`
  \text>>\mathrm \textrm>>\mathrm \textnormal>>\mathrm \textup>>\mathrm \mbox>>\mathrm \fbox>>\mathrm \textbf>>\mathbf \textsf>>\mathsf \texttt>>\mathtt \textit>> \emph>> \textsl>> \textmd>>\mathrm`);

/** Environments, and the grid that they become; '' for those that only say that this is mathematics. */
export const environments: Readonly<Record<string, string>> = pairs(String.raw`
  matrix>>matrix smallmatrix>>matrix pmatrix>>pmatrix bmatrix>>bmatrix vmatrix>>vmatrix Vmatrix>>Vmatrix Bmatrix>>Bmatrix array>>array cases>>cases dcases>>cases subarray>>substack
  aligned>>aligned align>>aligned align*>>aligned alignat>>aligned alignat*>>aligned alignedat>>aligned flalign>>aligned flalign*>>aligned split>>aligned eqnarray>>aligned eqnarray*>>aligned
  gathered>>gathered gather>>gathered gather*>>gathered multline>>gathered multline*>>gathered
  equation>> equation*>> displaymath>> math>>`);

/** What `\left`, `\big` and their like take, and the delimiter of the vocabulary it is. */
export const delimiters: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['(', ')', '[', ']', '\\{', '\\}', '|', '\\|', '\\langle', '\\rangle', '\\lfloor', '\\rfloor', '\\lceil', '\\rceil', '.', '/', '\\uparrow', '\\downarrow'].map((token) => [token, token])),
  '<': '\\langle', '>': '\\rangle', '\\lt': '\\langle', '\\gt': '\\rangle', '\\lbrace': '\\{', '\\rbrace': '\\}', '\\lbrack': '[', '\\rbrack': ']', '\\backslash': '\\setminus',
  '\\vert': '|', '\\lvert': '|', '\\rvert': '|', '\\Vert': '\\|', '\\lVert': '\\|', '\\rVert': '\\|', '\\parallel': '\\|',
};

/** Upright letters that name a function, and its token. */
export const functionNames: ReadonlyMap<string, string> = new Map([
  ...'sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan log ln lg exp lim max min sup inf det dim ker deg gcd arg hom Pr'.split(' ').map((name): [string, string] => [name, `\\${name}`]),
  ['mod', '\\bmod'],
]);
