// Lets Comunica answer one question by following links from documents, given as JSON on stdin:
// { query, seeds: [address, …], host }. Writes { rows, asked } as JSON: the solutions, and the
// addresses that were asked. Documents of other hosts than that one are not there.
import { text } from 'node:stream/consumers';
import { QueryEngine } from '@comunica/query-sparql-link-traversal';

const { query, seeds, host } = JSON.parse(await text(process.stdin));
const asked = [];
const context = {
  sources: seeds,
  lenient: true,
  fetch: (address, init) => {
    if (!String(address).startsWith(host)) {
      return Promise.resolve(new Response('', { status: 404 }));
    }
    asked.push(String(address));
    return fetch(address, init);
  },
};
const rows = [];
for await (const solution of await new QueryEngine().queryBindings(query, context)) {
  rows.push(Object.fromEntries([...solution].map(([ name, term ]) => [ name.value, term.value ])));
}
process.stdout.write(JSON.stringify({ rows, asked }));
