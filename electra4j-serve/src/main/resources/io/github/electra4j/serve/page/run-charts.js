import { Chart } from './chart.js';
import { element } from './dom.js';

/** Groups of figures, each with what their names are like. What is like none of them stands in the last. */
const GROUPS = [
  { title: 'Losses', like: /loss$|reward/ },
  { title: 'Learning rate and speed', like: /rate$|tokens_per_second|gradient_norm/ },
  { title: 'Accuracies and the like', like: /./ },
];

/** In which order the groups are shown. */
const ORDER = [0, 2, 1];

/** The charts of a run, and what happened in it. */
export class RunCharts {
  #charts = new Map();
  #groups = GROUPS.map(({ title }) => {
    const charts = element('div', { class: 'charts' });
    return { charts, node: element('div', { hidden: true }, element('h3', {}, title), charts) };
  });
  #events = element('ul');
  #happened = element('div', { hidden: true }, element('h3', {}, 'What happened'), this.#events);
  #legend = element(
    'p',
    { class: 'hint', hidden: true },
    'Lines are figures of training, smoothed where they are noisy; dashed lines with points are of data held out.',
  );
  node = element('div', {}, this.#legend, ORDER.map((i) => this.#groups[i].node), this.#happened);

  clear() {
    this.#charts.clear();
    this.#groups.forEach(({ node, charts }) => {
      node.hidden = true;
      charts.replaceChildren();
    });
    this.#happened.hidden = true;
    this.#legend.hidden = true;
  }

  /** Shows a log as it is now. */
  show(log) {
    // A run that goes on from an earlier state may have lost a figure that came later.
    if ([...this.#charts.keys()].some((name) => !log.figures.has(name))) {
      this.clear();
    }
    for (const [name, curves] of log.figures) {
      if (!this.#charts.has(name)) {
        this.#add(name);
      }
      this.#charts.get(name).update(curves);
    }
    this.#legend.hidden = log.figures.size === 0;
    this.#events.replaceChildren(...log.events.map(({ step, text }) => element('li', {}, `Step ${step}: ${text}`)));
    this.#happened.hidden = log.events.length === 0;
  }

  #add(name) {
    const chart = new Chart(name);
    this.#charts.set(name, chart);
    const group = this.#groups[GROUPS.findIndex(({ like }) => like.test(name))];
    group.charts.append(chart.node);
    group.node.hidden = false;
  }
}
