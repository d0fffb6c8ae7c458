/** Members of a line that are not measured. */
const OTHERS = new Set(['kind', 'step', 'seconds', 'text', 'epoch', 'seed']);

/** What a run has measured, which grows while one watches. */
export class RunLog {
  #service;
  #name;
  #log = null;
  #next = 0;
  #reading = null;
  #part = 0;
  #before = null;
  /** Curves by name of the figure: `{ train, eval }`, each a list of `{ step, value, part }`. */
  figures = new Map();
  /** What happened: `{ step, text }`. */
  events = [];
  lastStep = -1;
  seconds = 0;

  constructor(service, name) {
    this.#service = service;
    this.#name = name;
  }

  /** Reads what is new; returns whether there was any. Who asks while it is read gets the same answer: two readings would be at two places. */
  more() {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read() {
    let any = false;
    for (;;) {
      const known = this.#log === null ? '' : `?from=${this.#next}&log=${this.#log}`;
      const answer = await this.#service.get(`v1/runs/${encodeURIComponent(this.#name)}/metrics${known}`);
      if (answer.log !== this.#log || answer.from < this.#next) {
        this.#forget();
        any = true;
      }
      this.#log = answer.log;
      answer.lines.forEach((line) => this.#add(line));
      any ||= answer.lines.length > 0;
      const end = answer.next === this.#next || answer.next >= answer.size;
      this.#next = answer.next;
      if (end) {
        return any;
      }
    }
  }

  #forget() {
    this.figures = new Map();
    this.events = [];
    this.lastStep = -1;
    this.seconds = 0;
    this.#next = 0;
    this.#part = 0;
    this.#before = null;
  }

  #add(line) {
    const { kind, step } = line;
    this.lastStep = step;
    this.seconds = line.seconds;
    if (kind === 'event') {
      this.events.push({ step, text: line.text });
      return;
    }
    if (kind === 'train') {
      // A fine-tuning with several seeds is several trainings, and no line leads from the end of one to the beginning of the next.
      const before = this.#before;
      if (before !== null && (line.seed !== before.seed || line.epoch < before.epoch)) {
        this.#part++;
      }
      this.#before = line;
    }
    for (const [name, value] of Object.entries(line)) {
      // A rate is that of training; evaluations repeat it.
      if (!OTHERS.has(name) && !(kind !== 'train' && name === 'learning_rate')) {
        this.#point(name, kind, { step, value: Number(value), part: this.#part });
      }
    }
  }

  /** A step that comes again replaces what was measured from it on. */
  #point(name, kind, point) {
    if (!this.figures.has(name)) {
      this.figures.set(name, { train: [], eval: [] });
    }
    const points = this.figures.get(name)[kind === 'train' ? 'train' : 'eval'];
    while (points.length > 0 && points[points.length - 1].step >= point.step) {
      points.pop();
    }
    points.push(point);
  }
}
