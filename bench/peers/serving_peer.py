"""ELECTRA-Small as a service for classification, ours beside Python's: requests a second, and latencies at half, full and twice the load.

    serve FORM MODEL PORT              the peer alone
    compare TEXTS VOCAB ROUNDS [--seconds 15] [--clients 64] [--forms FORM ...] [--ours bf16 ...] [--electra ./electra] -- JAVA-COMMAND...
                                       tries all forms (or those) once, then in ROUNDS rounds the best one and ours in turn;
                                       TEXTS has a text a line, JAVA-COMMAND runs io.github.electra4j.bench.ServingLoad
    steady TEXTS VOCAB REQUESTS [--clients 64] [--ours bf16] [--model DIR] [--electra ./electra] -- JAVA-COMMAND...
                                       ours alone: memory while so many requests are answered and the model (or that of DIR, which
                                       may be smaller) is loaded anew every ten seconds, and whether one is lost

A form is SERVER-ENGINE: fastapi (uvicorn with uvloop, one process, inputs of requests that come at once computed together, sorted
by nothing, padded to the longest) or litserve (its own batching), each with bf16 or fp32 (PyTorch, autocast) or onnx (ONNX Runtime).

Needs torch, transformers, tokenizers, fastapi, uvicorn, uvloop, httptools, litserve, onnxruntime, onnx and onnxscript. Weights are
random, the same on both sides; answers are the classes' probabilities. The load comes from the same machine and counts for both. Saturation
is what so many clients get that ask again at once; half and twice the load are shares of each side's own.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import compare
import litserve
import torch_training

BATCH = 32
LENGTH = 512
FORMS = [f"{server}-{engine}" for server in ("fastapi", "litserve") for engine in ("bf16", "fp32", "onnx")]
SHARES = {"half": 0.5, "full": 1.0, "twice": 2.0}


def make(folder, vocabulary):
    """A model directory of random weights."""
    import torch
    import transformers

    torch.manual_seed(1)
    with open(vocabulary, encoding="utf-8") as file:
        size = sum(1 for _ in file)
    config = transformers.ElectraConfig(
        vocab_size=size, embedding_size=128, hidden_size=256, num_hidden_layers=12, num_attention_heads=4,
        intermediate_size=1024, max_position_embeddings=LENGTH, num_labels=3)
    network = transformers.ElectraForSequenceClassification(config)
    network.save_pretrained(folder)
    with open(vocabulary, "rb") as source, open(os.path.join(folder, "vocab.txt"), "wb") as target:
        target.write(source.read())


class Classifier:
    """Texts in, probabilities out, by one of the engines."""

    def __init__(self, engine, model):
        import torch
        import transformers
        import tasks

        self.torch, self.engine = torch, engine
        self.tokenizer = tasks.tokenizer(os.path.join(model, "vocab.txt"))
        self.tokenizer.enable_truncation(LENGTH - 2)
        self.cls, self.sep = (self.tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        network = transformers.ElectraForSequenceClassification.from_pretrained(model).eval()
        cores = len(os.sched_getaffinity(0))
        torch.set_num_threads(cores)
        if engine == "onnx":
            import onnxruntime

            file = os.path.join(tempfile.mkdtemp(), "model.onnx")
            network.config.return_dict = False
            sizes = {0: "batch", 1: "length"}
            example = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
            torch.onnx.export(
                network, example, file, input_names=["ids", "mask"], output_names=["logits"], opset_version=17,
                dynamic_axes={"ids": sizes, "mask": sizes, "logits": {0: "batch"}}, dynamo=False)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = cores
            self.session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        else:
            self.network = network

    def __call__(self, texts):
        torch = self.torch
        rows = [[self.cls, *e.ids, self.sep] for e in self.tokenizer.encode_batch(texts, add_special_tokens=False)]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        if self.engine == "onnx":
            logits = torch.from_numpy(self.session.run(None, {"ids": ids.numpy(), "mask": mask.numpy()})[0])
        else:
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self.engine == "bf16"):
                logits = self.network(input_ids=ids, attention_mask=mask).logits
        return logits.float().softmax(-1).tolist()


def serve_fastapi(classifier, port):
    from contextlib import asynccontextmanager

    import fastapi
    import uvicorn

    waiting = asyncio.Queue()

    async def work():
        loop = asyncio.get_running_loop()
        while True:
            batch = [await waiting.get()]
            while len(batch) < BATCH and not waiting.empty():
                batch.append(waiting.get_nowait())
            answers = await loop.run_in_executor(None, classifier, [text for text, _ in batch])
            for (_, future), answer in zip(batch, answers):
                if not future.done():
                    future.set_result(answer)

    @asynccontextmanager
    async def lifespan(app):
        task = asyncio.create_task(work())
        yield
        task.cancel()

    app = fastapi.FastAPI(lifespan=lifespan)

    @app.get("/health/ready")
    async def ready():
        return {}

    @app.post("/v1/classify")
    async def classify(request: fastapi.Request):
        text = json.loads(await request.body())["text"]
        future = asyncio.get_running_loop().create_future()
        waiting.put_nowait((text, future))
        return {"probabilities": await future}

    uvicorn.run(app, port=port, log_level="warning", access_log=False, loop="uvloop", http="httptools")


class Api(litserve.LitAPI):
    """What LitServe's worker processes get; they import this file."""

    engine = model = None

    def setup(self, device):
        self.classifier = Classifier(self.engine, self.model)

    def decode_request(self, request):
        return request["text"]

    def predict(self, texts):
        return self.classifier(texts)

    def encode_response(self, output):
        return {"probabilities": output}


def serve_litserve(engine, model, port):
    api = Api(api_path="/v1/classify", max_batch_size=BATCH, batch_timeout=0.002)
    api.engine, api.model = engine, model
    litserve.LitServer(api, accelerator="cpu", healthcheck_path="/health/ready").run(
        port=port, generate_client_file=False, log_level="warning")


def serve(options):
    server, engine = options.form.split("-")
    if server == "fastapi":
        serve_fastapi(Classifier(engine, options.model), options.port)
    else:
        serve_litserve(engine, options.model, options.port)


class Service:
    """A server in a process of its own, until it is left."""

    def __init__(self, command, port):
        self.uri = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, **compare.ALLOCATOR})

    def __enter__(self):
        for _ in range(600):
            try:
                with urllib.request.urlopen(self.uri + "/health/ready", timeout=1):
                    return self
            except OSError:
                if self.process.poll() is not None:
                    raise compare.Failed(f"the server ended with {self.process.returncode}") from None
                time.sleep(0.2)
        raise compare.Failed("the server was not ready after two minutes")

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def resident_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def started(form, model, options):
    port = free_port()
    if form.startswith("electra4j "):
        return Service([options.electra, "serve", f"model={model}", "--precision", form.split()[1], "--port", str(port), "--quiet",
                        "--log-format", "none"], port)  # as the peers
    return Service([sys.executable, __file__, "serve", form, model, str(port)], port)


def load(service, options, java, kind, seconds, amount):
    return compare.run([*java, kind, service.uri + "/v1/classify", options.texts, str(seconds), str(amount)])


def saturated(service, options, java):
    load(service, options, java, "closed", options.seconds / 2, options.clients)
    return load(service, options, java, "closed", options.seconds, options.clients)


def measured(form, model, options, java):
    with started(form, model, options) as service:
        full = saturated(service, options, java)
        result = {"saturated": full}
        for name, share in SHARES.items():
            result[name] = load(service, options, java, "open", options.seconds, share * full["answered_per_second"])
            compare.say(f"{form}, {name}: " + told(result[name]))
        return result


def told(one):
    return (f"{one['answered_per_second']:.0f}/s, p50 {one['p50_ms']:.0f} ms, p99 {one['p99_ms']:.0f} ms,"
            f" {one['busy']} refused, {one['failed']} failed")


def compare_with(options, java):
    with tempfile.TemporaryDirectory() as model:
        make(model, options.vocabulary)
        tried = {}
        for form in options.forms:
            try:
                with started(form, model, options) as service:
                    tried[form] = saturated(service, options, java)["answered_per_second"]
                    compare.say(f"{form}: {tried[form]:.1f} requests/s")
            except (compare.Failed, StopIteration) as failed:
                tried[form] = f"failed: {failed}"
                compare.say(f"{form} {tried[form]}")
        working = [form for form in tried if isinstance(tried[form], float)]
        if not working:
            sys.exit("no form of the peer works")
        best = max(working, key=tried.get)
        sides = [best, *(f"electra4j {precision}" for precision in options.ours)]
        results = {side: [] for side in sides}
        for number in range(1, options.rounds + 1):
            for side in sides:
                compare.say(f"round {number} of {options.rounds}: {side}")
                results[side].append(measured(side, model, options, java))
        rates = {side: [one["saturated"]["answered_per_second"] for one in all_] for side, all_ in results.items()}
        print(json.dumps({"forms": tried, "peer": best, "results": results,
                          "ratio": {side: compare.ratios(rates[side], rates[best]) for side in sides[1:]}}))
        for side in sides:
            ratio = compare.ratios(rates[side], rates[best])
            tails = [one["half"]["p99_ms"] / one["half"]["p50_ms"] for one in results[side]]
            print(f"{side}: {statistics.median(rates[side]):.0f} requests/s, {ratio['median']:.2f} times {best}"
                  f" ({ratio['least']:.2f} to {ratio['most']:.2f}); p99 is {statistics.median(tails):.1f} times p50 at half the load")


def steady(options, java):
    with tempfile.TemporaryDirectory() as made:
        if not options.model:
            make(made, options.vocabulary)
        with started(f"electra4j {options.ours[0]}", options.model or made, options) as service:
            rate = saturated(service, options, java)["answered_per_second"]
            seconds = options.requests / rate
            asking = subprocess.Popen(
                [*java, "closed", service.uri + "/v1/classify", options.texts, str(seconds), str(options.clients)],
                stdout=subprocess.PIPE, text=True)
            memory = []
            while asking.poll() is None:
                time.sleep(10)
                memory.append(round(service.resident_mb()))
                os.kill(service.process.pid, signal.SIGHUP)
            result = json.loads(asking.stdout.read().strip().splitlines()[-1])
            print(json.dumps({"memory_mb": memory, "reloads": len(memory), **result}))
            quarter = max(1, len(memory) // 4)
            print(f"{told(result)}; {result['answered']} answered, {len(memory)} reloads; resident memory"
                  f" {statistics.median(memory[:quarter]):.0f} MB in the first quarter,"
                  f" {statistics.median(memory[-quarter:]):.0f} MB in the last")


if __name__ == "__main__":
    given, java = torch_training.split(sys.argv[1:])
    parser = argparse.ArgumentParser(usage=__doc__)
    commands = parser.add_subparsers(dest="do", required=True)
    peer = commands.add_parser("serve", usage=__doc__)
    peer.add_argument("form", choices=FORMS)
    peer.add_argument("model")
    peer.add_argument("port", type=int)
    for name in ("compare", "steady"):
        command = commands.add_parser(name, usage=__doc__)
        command.add_argument("texts")
        command.add_argument("vocabulary")
        command.add_argument("rounds" if name == "compare" else "requests", type=int)
        command.add_argument("--seconds", type=float, default=15)
        command.add_argument("--clients", type=int, default=64)
        command.add_argument("--forms", nargs="+", choices=FORMS, default=FORMS)
        command.add_argument("--ours", nargs="+", choices=["fp32", "bf16"], default=["bf16"])
        command.add_argument("--electra", default="./electra")
        command.add_argument("--model")
    options = parser.parse_args(given)
    if options.do == "serve":
        serve(options)
    elif not java:
        parser.error("-- JAVA-COMMAND... is missing")
    else:
        compare_with(options, java) if options.do == "compare" else steady(options, java)
