/** An engine that reads every picture as a flowchart of two steps. */
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message.type === 'start') process.send({ type: 'ready', info: { model: { name: 'fake', version: '1.0.0', family: 'fake', bytes: 1 }, provider: 'cpu', refused: [], readyMs: 1, rssBytes: 1 } });
  else if (message.type === 'stop') process.exit(0);
  else if (message.type === 'read') process.send({ type: 'event', id: message.id, event: { type: 'done', answer: answerFor(message.request.name) } });
});

const node = (id, label) => ({ id, lines: [label], shape: 'rect', regions: [], confidence: 1 });

function answerFor(name) {
  const diagram = {
    direction: 'TD', containers: [], texts: [], nodes: [node('A', 'Start'), node('B', 'Finish')],
    edges: [{ source: 'A', target: 'B', stroke: 'solid', start: 'none', end: 'arrow', label: [], regions: [], confidence: 1 }],
  };
  return {
    version: 1, kind: 'flowchart', explanation: [], doubts: [], regions: [], notes: [], segments: [{ tag: 'mermaid', source: 'flowchart TD\n  A --> B', spans: [], diagram }],
    model: { name: 'fake', version: '1.0.0', provider: 'cpu' }, picture: { name, width: 1, height: 1, fed: { width: 32, height: 32 }, sha256: '0'.repeat(64) }, timings: [],
  };
}
