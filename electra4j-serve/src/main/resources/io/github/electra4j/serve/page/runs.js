import { element } from './dom.js';
import { failureBox } from './failure.js';
import { RunCharts } from './run-charts.js';
import { RunLog } from './run-log.js';

/** Seconds between two looks at a run, and after how many looks the list is read again. */
const PAUSE = 2;
const LOOKS = 5;

/** A run that has been silent for longer is not called live, in seconds. */
const SILENT = 120;

/** Trainings, with their curves while they grow. */
export const runs = {
  id: 'runs',
  title: 'Training runs',
  offer: async ({ service }) => {
    const listing = await service.get('v1/runs');
    return listing.folder === undefined ? null : listing;
  },
  build: (site, listing) => new RunsView(site, listing).nodes,
};

class RunsView {
  #site;
  #listing;
  #list = element('select', { id: 'runs-run', onchange: () => this.#choose() });
  #follow = element('input', { id: 'runs-follow', type: 'checkbox', checked: true });
  #about = element('p', { class: 'summary' });
  #trouble = element('div');
  #charts = new RunCharts();
  #chosen = null;
  #log = null;
  nodes;

  constructor(site, listing) {
    this.#site = site;
    this.nodes = [
      element('p', {}, `What the runs below the folder "${listing.folder}" measure, while they go on.`),
      element('div', { class: 'field' }, element('label', { for: 'runs-run' }, 'Run'), this.#list),
      element('p', { class: 'choice' }, this.#follow, element('label', { for: 'runs-follow' }, 'Follow it while it goes on')),
      this.#trouble,
      this.#about,
      this.#charts.node,
    ];
    this.#show(listing);
    this.#choose();
    this.#watch();
  }

  get #run() {
    return this.#listing.runs.find((run) => run.name === this.#chosen);
  }

  #show(listing) {
    this.#listing = listing;
    const options = listing.runs.map((run) => element('option', { value: run.name }, titleOf(run, listing.folder)));
    const texts = (all) => all.map((option) => option.textContent).join('\n');
    // A list that is replaced closes under the hand that has opened it.
    if (texts(options) !== texts([...this.#list.options])) {
      this.#list.replaceChildren(...options);
      if (this.#run !== undefined) {
        this.#list.value = this.#chosen;
      }
    }
  }

  #choose() {
    this.#chosen = this.#list.value || null;
    this.#charts.clear();
    this.#log = this.#chosen === null ? null : new RunLog(this.#site.service, this.#chosen);
    this.#look(true);
  }

  /** Looks again and again, for as long as the section is there, is seen, and is to be followed. */
  async #watch() {
    let wait = PAUSE;
    for (let i = 1; ; i++) {
      await new Promise((done) => setTimeout(done, 1000 * wait));
      if (!this.#list.isConnected) {
        return;
      }
      if (this.#follow.checked && document.visibilityState === 'visible') {
        wait = await this.#look(false, i % LOOKS === 0);
      }
    }
  }

  /** Reads what is new; returns the seconds to wait before the next time. */
  async #look(chosen, listAgain = false) {
    const log = this.#log;
    try {
      if (listAgain || log === null) {
        this.#show(await this.#site.service.get('v1/runs'));
        // There was none, or the one that was chosen has gone.
        if (this.#run === undefined && this.#listing.runs.length > 0) {
          this.#choose();
          return PAUSE;
        }
      }
      if (log === null) {
        this.#about.textContent = 'There is no run yet; one that begins is shown here.';
        return PAUSE;
      }
      const any = await log.more();
      // Another one may have been chosen meanwhile.
      if (log === this.#log) {
        this.#trouble.replaceChildren();
        this.#about.textContent = aboutOf(this.#run, log);
        if (any || chosen) {
          this.#charts.show(log);
        }
        if (chosen) {
          this.#site.announce(`${this.#run?.path ?? ''}: ${this.#about.textContent}`);
        }
      }
      return PAUSE;
    } catch (failure) {
      if (log === this.#log) {
        this.#trouble.replaceChildren(failureBox(failure, () => this.#look(true, true)));
      }
      return Math.max(failure.retryAfter || 0, 5 * PAUSE);
    }
  }
}

function titleOf(run, folder) {
  return `${run.path || folder} (${run.kind === 'pretraining' ? 'pre-training' : 'fine-tuning'}${run.idle_seconds < SILENT ? ', live' : ''})`;
}

function aboutOf(run, log) {
  if (log.lastStep < 0) {
    return 'Nothing has been measured yet.';
  }
  const of = run?.steps > 0 ? ` of ${run.steps.toLocaleString('en')}` : '';
  return `Step ${log.lastStep.toLocaleString('en')}${of}, after ${duration(log.seconds)}.`;
}

function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes < 1 ? `${Math.round(seconds)} s` : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
