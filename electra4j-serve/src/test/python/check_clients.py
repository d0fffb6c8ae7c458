"""Asks a running server by the clients that people have: OpenAI's and Hugging Face's.

    python3 -m venv env && env/bin/pip install openai==3.57.0 huggingface_hub==2.4.0 numpy
    ./electra serve --demo &
    env/bin/python electra4j-serve/src/test/python/check_clients.py http://127.0.0.1:8080

What they read is compared with /v1/encode and /v1/classify of the same server. The first model that classifies, and the first of all, must be
the same one, as with --demo.
"""

import json
import math
import sys
import urllib.request

import huggingface_hub
import openai

TEXTS = ["a small dog with a flat face", "kitten: a young domestic cat"]


def ours(server, path, body):
    request = urllib.request.Request(
        server + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    return json.load(urllib.request.urlopen(request))


def unit(vector):
    norm = math.sqrt(sum(x * x for x in vector))
    return [x / norm for x in vector]


def same(found, expected):
    assert len(found) == len(expected), (len(found), len(expected))
    worst = max(abs(a - b) for a, b in zip(found, expected))
    assert worst < 1e-5, worst


def main(server):
    inputs = [{"text": text} for text in TEXTS]
    encoded = ours(server, "/v1/encode", {"inputs": inputs})
    expected = [unit(result["vector"]) for result in encoded["results"]]

    client = openai.OpenAI(base_url=server + "/v1", api_key="none", max_retries=0)
    names = [model.id for model in client.models.list()]
    assert encoded["model"] in names, names
    for arguments in ({}, {"encoding_format": "float"}):  # without it this client asks for base64
        response = client.embeddings.create(model=encoded["model"], input=TEXTS, **arguments)
        for item in response.data:
            same(item.embedding, expected[item.index])
        assert response.usage.prompt_tokens == encoded["input_tokens"]
    try:
        client.embeddings.create(model="text-embedding-3-small", input="a")
        raise AssertionError("an unknown model was answered")
    except openai.NotFoundError as e:
        assert e.code == "unknown-model", e.code

    face = huggingface_hub.InferenceClient(model=server + "/embed", token="none")
    for text, vector in zip(TEXTS, expected):
        same(face.feature_extraction(text).flatten().tolist(), vector)

    face = huggingface_hub.InferenceClient(model=server + "/predict", token="none")
    for text in TEXTS:
        classified = ours(server, "/v1/classify", {"text": text})
        # Of the list that text-embeddings-inference answers this client reads the first.
        label = face.text_classification(text)
        assert label.label == classified["prediction"], label
        assert abs(label.score - classified["probability"]) < 1e-5, label
    try:
        face.text_classification("a", top_k=1)
        raise AssertionError("parameters were answered that nobody looks at")
    except huggingface_hub.errors.BadRequestError as e:
        assert "parameters is not empty" in str(e), e
    print(f"openai {openai.__version__}, huggingface_hub {huggingface_hub.__version__}: all as expected")


main(sys.argv[1].rstrip("/"))
