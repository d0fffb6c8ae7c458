import { announce } from './announce.js';
import { element } from './dom.js';
import { failureBox } from './failure.js';
import { SECTIONS } from './sections.js';
import { Service } from './service.js';
import { tokenForm } from './token.js';

const service = new Service();
const place = (id) => document.getElementById(id);

service.onunauthorized = () => {
  place('token').replaceChildren(tokenForm(service, start));
};

/** Asks what is served and shows a section for each thing that can be done with it. */
async function start() {
  place('token').replaceChildren();
  place('trouble').replaceChildren();
  let models;
  try {
    models = (await service.get('v1/models')).data;
  } catch (failure) {
    place('served').textContent = 'Not connected.';
    place('trouble').replaceChildren(failureBox(failure, start));
    return;
  }
  const site = { service, models, announce };
  const contents = [];
  const sections = [];
  const offers = await Promise.all(SECTIONS.map((section) => offerOf(section, site)));
  for (const [i, section] of SECTIONS.entries()) {
    const offered = offers[i];
    if (offered !== null) {
      contents.push(element('li', {}, element('a', { href: `#${section.id}` }, section.title)));
      sections.push(framed(section, section.build(site, offered)));
    }
  }
  place('contents').replaceChildren(...contents);
  place('sections').replaceChildren(...sections);
  place('served').textContent = served(models);
  announce(served(models));
}

/** A section that cannot say what it needs is left out, and the others are shown. */
async function offerOf(section, site) {
  try {
    return await section.offer(site);
  } catch (failure) {
    place('trouble').append(failureBox(failure, start));
    return null;
  }
}

function framed(section, nodes) {
  const title = `${section.id}-title`;
  return element(
    'section',
    { id: section.id, class: 'card', 'aria-labelledby': title },
    element('h2', { id: title }, section.title),
    nodes,
  );
}

function served(models) {
  const names = models.map((model) => model.id).join(', ');
  return models.length === 0 ? 'No model is served here.' : `Served here: ${names}.`;
}

start();
