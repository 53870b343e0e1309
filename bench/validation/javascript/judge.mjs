// Lets shacl-engine judge, as the worker of the Python engines does: a line of JSON on stdin for
// each job, { data, shapes, report, times, seconds }, files in N-Triples (.nt) or Turtle (.ttl); a line
// on stdout for each answer.
import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import dataModel from '@rdfjs/data-model';
import rdfDataset from '@rdfjs/dataset';
import toNT from '@rdfjs/to-ntriples';
import { StreamParser } from 'n3';
import { Validator } from 'shacl-engine';
import { targetResolvers, validations } from 'shacl-engine/sparql.js';

const factory = Object.assign(Object.create(dataModel), { dataset: rdfDataset.dataset });
const empty = process.memoryUsage().rss;

async function read (path) {
  const dataset = rdfDataset.dataset();
  const parser = new StreamParser({ factory, format: path.endsWith('.nt') ? 'N-Triples' : 'Turtle', blankNodePrefix: '_:' });
  for await (const quad of createReadStream(path).pipe(parser)) {
    dataset.add(quad);
  }
  return dataset;
}

async function timed (work) {
  const start = performance.now();
  const value = await work();
  return [ (performance.now() - start) / 1000, value ];
}

async function judge ({ data, shapes, report, times, seconds }) {
  const [ load, dataset ] = await timed(() => read(data));
  const [ prepare, rules ] = await timed(() => read(shapes));
  const judged = [];
  let found;
  let spent = 0;
  while (judged.length < times && spent <= seconds) {
    const [ taken, result ] = await timed(() =>
      new Validator(rules, { factory, targetResolvers, validations }).validate({ dataset }));
    judged.push(taken);
    spent += taken;
    found = result;
  }
  const memory = process.resourceUsage().maxRSS * 1024;
  writeFileSync(report, [ ...found.dataset ].map(toNT).join('\n') + '\n');
  return { load, prepare, judged, memory, empty };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await judge(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
