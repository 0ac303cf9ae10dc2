// Runs in the page after Mermaid and measure.js: renders a job and reads its truth out of the DOM, in CSS pixels.
'use strict';
(() => {
  const svgId = 'm';
  mermaid.registerIconPacks([{ name: 'own', icons: { prefix: 'own', width: 48, height: 48, icons: {
    server: { body: '<path d="M8 6h32v10H8zM8 19h32v10H8zM8 32h32v10H8z" fill="none" stroke="currentColor" stroke-width="3"/><path d="M13 11h4M13 24h4M13 37h4" stroke="currentColor" stroke-width="3"/>' },
    user: { body: '<circle cx="24" cy="15" r="9" fill="none" stroke="currentColor" stroke-width="3"/><path d="M7 43c0-20 34-20 34 0z" fill="none" stroke="currentColor" stroke-width="3"/>' },
    cloud: { body: '<path d="M14 38h22a9 9 0 0 0 1-18 13 13 0 0 0-25-2 10 10 0 0 0 2 20z" fill="currentColor"/>' },
    gear: { body: '<circle cx="24" cy="24" r="13" fill="none" stroke="currentColor" stroke-width="6" stroke-dasharray="7 4"/><circle cx="24" cy="24" r="6" fill="currentColor"/>' },
    mail: { body: '<path d="M5 10h38v28H5zM5 10l19 16 19-16" fill="none" stroke="currentColor" stroke-width="3"/>' },
    chart: { body: '<path d="M7 42V26h8v16zM20 42V8h8v34zM33 42V18h8v24z" fill="currentColor"/>' },
  } } }]);

  const union = (a, b) => (a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b);

  async function renderMermaid(job) {
    mermaid.initialize({ startOnLoad: false, securityLevel: 'loose', maxEdges: 500, deterministicIds: true, ...job.config });
    document.body.style.cssText = `margin:0;background:${job.background};font-family:${job.font}`;
    document.body.innerHTML = '';
    const { svg } = await mermaid.render(svgId, job.source);
    document.body.innerHTML = `<div id="frame" style="display:inline-block;padding:${job.margins.map(m => `${m}px`).join(' ')}">${svg}</div>`;
    const element = document.querySelector('#frame svg');
    element.style.display = 'block';
    const frame = document.querySelector('#frame').getBoundingClientRect();
    return { width: Math.ceil(frame.width), height: Math.ceil(frame.height) };
  }

  /** Truth of the diagram on the page; `problem` says what could not be found. */
  function readMermaid(job) {
    const { textLines, shapeBox, pathPoints, extended } = window.measure;
    const graph = job.graph, root = document.querySelector('#frame svg');
    const groups = new Map([...root.querySelectorAll('g[id^="m-flowchart-"]')].map(g => [g.id.replace(/^m-flowchart-/, '').replace(/-\d+$/, ''), g]));
    const clusters = new Map([...root.querySelectorAll('g.cluster, g.statediagram-cluster')].map(g => [g.id.replace(/^m-/, ''), g]));
    const paths = new Map([...root.querySelectorAll('path[data-id]')].map(p => [p.getAttribute('data-id'), p]));
    const labels = new Map([...root.querySelectorAll('.edgeLabel .label[data-id]')].map(l => [l.getAttribute('data-id'), l]));
    const nodes = [], edges = [], containers = [];
    for (const [index, node] of graph.nodes.entries()) {
      const group = groups.get(job.keys[index]);
      if (!group) return { problem: `no node ${job.keys[index]}` };
      const lines = node.lines.length > 0 ? textLines(group) : [];
      let box = shapeBox(group);
      if (!box || node.shape === 'icon') for (const line of lines) box = union(box, line.box);
      if (!box) return { problem: `node ${job.keys[index]} has no box` };
      nodes.push({ shape: node.shape, box, lines, container: node.container });
    }
    for (const [index, container] of graph.containers.entries()) {
      const group = clusters.get(`G${index}`);
      const box = group && shapeBox(group);
      if (!box) return { problem: `no container G${index}` };
      containers.push({ box, lines: textLines(group.querySelector('.cluster-label') ?? group), parent: container.parent });
    }
    for (const [index, edge] of graph.edges.entries()) {
      const path = paths.get(`e${index}`);
      if (!path) return { problem: `no edge e${index}` };
      let points = pathPoints(path);
      if (points.length < 2 || Math.hypot(...[0, 1].map(k => Math.max(...points.map(p => p[k])) - Math.min(...points.map(p => p[k])))) < 5) return { problem: `edge e${index} is not drawn` };
      const at = (isContainer, end) => (isContainer ? [containers[end].box, false] : [nodes[end].box, nodes[end].shape === 'diamond']);
      points = extended(points, ...at(edge.target_is_container, edge.target));
      points = extended(points.reverse(), ...at(edge.source_is_container, edge.source)).reverse();
      const label = labels.get(`e${index}`);
      edges.push({ ...edge, points, lines: edge.lines.length > 0 && label ? textLines(label) : [] });
      if (edge.lines.length > 0 && edges.at(-1).lines.length === 0) return { problem: `edge e${index} lost its label` };
    }
    const title = root.querySelector('.flowchartTitleText');
    const texts = title && graph.title ? [{ lines: textLines(title), role: 'title' }] : [];
    return { scene: { direction: graph.direction, nodes, edges, containers, texts, renderer: job.renderer, kind: 'flowchart', noise: [] } };
  }

  window.renderMermaid = renderMermaid;
  window.readMermaid = readMermaid;
})();
