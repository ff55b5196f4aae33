// What the official client makes of each API of a server, as one JSON object on stdout.
// node facts.mjs http://host:port/v1   (the key comes from OPENAI_API_KEY)
import OpenAI, { AuthenticationError, NotFoundError } from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], maxRetries: 0 });
const prompt = 'Name three rivers.';
const messages = [{ role: 'user', content: prompt }];

async function models() {
  const ids = [];
  for await (const entry of client.models.list()) ids.push(entry.id);
  return ids;
}

// Chunks are counted as the client hands them out, the one with usage included.
async function chunks(stream, textOf) {
  const fact = { id: null, model: null, chunks: 0, text: '', finish: null, usage: null };
  for await (const chunk of stream) {
    fact.id ??= chunk.id;
    fact.model ??= chunk.model;
    fact.chunks++;
    fact.text += chunk.choices.map(textOf).join('');
    fact.finish ??= chunk.choices[0]?.finish_reason ?? null;
    fact.usage = chunk.usage ?? fact.usage;
  }
  return fact;
}

const whole = (answer, text) => ({ id: answer.id, model: answer.model, text, finish: answer.choices[0].finish_reason, usage: answer.usage });

async function response(stream) {
  const fact = { id: null, events: 0, deltas: 0, text: '', status: null, output: null, usage: null };
  for await (const event of stream) {
    fact.events++;
    if (event.type === 'response.output_text.delta') {
      fact.deltas++;
      fact.text += event.delta;
    }
    if (event.type === 'response.completed' || event.type === 'response.incomplete') {
      Object.assign(fact, { id: event.response.id, status: event.response.status, usage: event.response.usage });
      fact.output = event.response.output[0].content[0].text;
    }
  }
  return fact;
}

async function refusal(call) {
  try {
    await call();
    return null;
  } catch (error) {
    return { status: error.status, known: error instanceof AuthenticationError ? 'authentication' : error instanceof NotFoundError ? 'not found' : null, message: error.message };
  }
}

const [model] = await models();
const limits = { max_tokens: 12, seed: 1 };
const chat = await client.chat.completions.create({ model, messages, ...limits });
const completion = await client.completions.create({ model, prompt, ...limits });
const embeddings = await client.embeddings.create({ model, input: [prompt, 'another'], dimensions: 32 });
const answer = await client.responses.create({ model, input: prompt, max_output_tokens: 12 });

console.log(JSON.stringify({
  models: await models(),
  chat: whole(chat, chat.choices[0].message.content),
  chatStream: await chunks(
    await client.chat.completions.create({ model, messages, ...limits, stream: true, stream_options: { include_usage: true } }), (choice) => choice.delta.content ?? ''),
  completion: whole(completion, completion.choices[0].text),
  completionStream: await chunks(
    await client.completions.create({ model, prompt, ...limits, stream: true, stream_options: { include_usage: true } }), (choice) => choice.text),
  embeddings: { model: embeddings.model, lengths: embeddings.data.map((entry) => entry.embedding.length), norm: Math.hypot(...embeddings.data[0].embedding), usage: embeddings.usage },
  response: { id: answer.id, model: answer.model, status: answer.status, text: answer.output_text, usage: answer.usage },
  responseStream: await response(await client.responses.create({ model, input: prompt, max_output_tokens: 12, stream: true })),
  wrongModel: await refusal(() => client.chat.completions.create({ model: 'none', messages })),
  wrongKey: await refusal(() => client.withOptions({ apiKey: 'wrong' }).models.list()),
}));
