// Lets Comunica answer one question, given as JSON on stdin:
// { query, sources: [address, …], token? }. Writes the answer to stdout.
import { text } from 'node:stream/consumers';
import { QueryEngine } from '@comunica/query-sparql';

const { query, sources, token } = JSON.parse(await text(process.stdin));
const endpoints = sources.map(value => ({ type: 'sparql', value }));
const nothing = { type: 'serialized', value: '', mediaType: 'text/turtle' };
const context = { sources: endpoints.length > 0 ? endpoints : [ nothing ] };
if (token !== undefined) {
  [ context.destination ] = endpoints;
  context.fetch = (address, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(address, { ...init, headers });
  };
}

const result = await new QueryEngine().query(query, context);
if (result.resultType === 'void') {
  await result.execute();
} else {
  const format = result.resultType === 'quads' ?
    'application/n-triples' :
    'application/sparql-results+json';
  const { data } = await new QueryEngine().resultToString(result, format);
  process.stdout.write(await text(data));
}
