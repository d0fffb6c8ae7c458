"""WinoBias sentences as rows of the task choice: python winobias_choice.py FOLDER KIND PART > rows.jsonl

KIND is pro or anti, PART dev or test. The context is the sentence, the options are claims about both people in the order of the sentence,
as `electra bias --winobias` asks a model that was fine-tuned for choice.
"""

import json
import re
import sys
from pathlib import Path

SUBJECT = {"he": "He", "him": "He", "his": "He", "himself": "He", "she": "She", "her": "She", "hers": "She", "herself": "She"}


def bare(occupation):
    return re.sub(r"^(the|an?)\s+", "", occupation.strip().lower())


def main(folder, kind, part):
    occupations = {
        bare(re.search(r"\[([^\]]+)\]", line)[1]) for file in Path(folder).iterdir() for line in file.read_text().splitlines() if line.strip()
    }
    for sentence_type in ("type1", "type2"):
        for line in (Path(folder) / f"{kind}_stereotyped_{sentence_type}.txt.{part}").read_text().splitlines():
            marked = re.sub(r"^\d+\s+", "", line.strip())
            if not marked:
                continue
            right, pronoun = (found.strip() for found in re.findall(r"\[([^\]]+)\]", marked)[:2])
            text = re.sub(r"\s+", " ", marked.replace("[", "").replace("]", ""))
            places = {o: re.search(rf"\b{o}\b", text, re.IGNORECASE) for o in occupations}
            named = sorted((m.start(), o) for o, m in places.items() if m)
            if len(named) != 2:
                continue
            names = [o for _, o in named]
            options = [f"{SUBJECT[pronoun.lower()]} is the {o}." for o in names]
            print(json.dumps({"context": text, "options": options, "answer": names.index(bare(right))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
