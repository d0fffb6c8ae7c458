package io.github.electra4j.sets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Made rows in the official form of each set: the headers are those of the files that the benchmarks hand out, TABs as {@code |}. */
final class OfficialFiles {
    private static final String PARSES =
            "index|promptID|pairID|genre|sentence1_binary_parse|sentence2_binary_parse|sentence1_parse|sentence2_parse|";
    private static final String STSB = "index|genre|filename|year|old_index|source1|source2|sentence1|sentence2";

    private static final Map<String, String> FILES = new TreeMap<>(
            Map.ofEntries(
                    Map.entry("CoLA/train.tsv", "gj04|1||One \"more\" idea.\nks08|0|*|Idea more one.\n"),
                    Map.entry("CoLA/dev.tsv", "gj04|1||The cat slept.\nbc01|0|*|Slept \"the cat.\n"),
                    Map.entry("CoLA/test.tsv", "index|sentence\n0|Bill slept.\n1|Slept Bill.\n"),
                    Map.entry("SST-2/train.tsv", "sentence|label\na fine film |1\nno wit , \" only gags |0\n"),
                    Map.entry("SST-2/dev.tsv", "sentence|label\nit 's charming . |1\nbleak |0\n"),
                    Map.entry("SST-2/test.tsv", "index|sentence\n0|uneasy mishmash .\n1|lovely .\n"),
                    Map.entry(
                            "MRPC/train.tsv",
                            "\uFEFFQuality|#1 ID|#2 ID|#1 String|#2 String\n1|7|8|He said \" no .|\" No \" , he said .\n0|9|4|a|b\n"),
                    Map.entry(
                            "MRPC/dev.tsv",
                            "\uFEFFQuality|#1 ID|#2 ID|#1 String|#2 String\r\n1|5|6|x y|y x\r\n0|7|8|x|z\r\n"),
                    Map.entry(
                            "MRPC/test.tsv", "\uFEFFindex|#1 ID|#2 ID|#1 String|#2 String\n0|5|6|x y|y x\n1|7|8|x|z\n"),
                    Map.entry(
                            "STS-B/train.tsv",
                            STSB + "|score\n0|a|b|c|0001|none|none|A plane.|A jet.|4.200\n1|a|b|c|2|n|n|x|y|0.0\n"),
                    Map.entry(
                            "STS-B/dev.tsv",
                            STSB + "|score\n0|a|b|c|0000|n|n|A man.|A boy.|3.5\n1|a|b|c|2|n|n|x|y|1.0\n"),
                    Map.entry("STS-B/test.tsv", STSB + "\n0|a|b|c|0024|n|n|A girl.|A woman.\n1|a|b|c|2|n|n|x|y\n"),
                    Map.entry(
                            "QQP/train.tsv",
                            "id|qid1|qid2|question1|question2|is_duplicate\n"
                                    + "133273|213221|213222|Why \"so?|How so?|1\n".repeat(150)
                                    + "5|6|7|What is\nthis?|That?|0\n"
                                    + "402555|536040|536041|Who?|What?|0\n".repeat(150)),
                    Map.entry(
                            "QQP/dev.tsv",
                            "id|qid1|qid2|question1|question2|is_duplicate\n1|2|3|Why?|How?|0\n4|5|6|Who?|Who?|1\n"),
                    Map.entry("QQP/test.tsv", "id|question1|question2\n0|Why?|How?\n1|Who?|Who?\n"),
                    Map.entry(
                            "MNLI/train.tsv",
                            PARSES + "sentence1|sentence2|label1|gold_label\n0|1|1n|x|p|p|p|p|A.|B.|neutral|neutral\n"
                                    + "1|2|2e|x|p|p|p|p|A.|A.|entailment|entailment\n2|3|3c|x|p|p|p|p|A.|No A.|contradiction|contradiction\n"),
                    Map.entry("MNLI/dev_matched.tsv", mnliDev("neutral", "entailment")),
                    Map.entry("MNLI/dev_mismatched.tsv", mnliDev("contradiction", "neutral")),
                    Map.entry(
                            "MNLI/test_matched.tsv",
                            PARSES + "sentence1|sentence2\n0|1|1|x|p|p|p|p|A.|B.\n1|1|1|x|p|p|p|p|C.|D.\n"),
                    Map.entry(
                            "MNLI/test_mismatched.tsv",
                            PARSES + "sentence1|sentence2\n0|1|1|x|p|p|p|p|A.|B.\n1|1|1|x|p|p|p|p|C.|D.\n"),
                    Map.entry(
                            "QNLI/train.tsv",
                            "index|question|sentence|label\n0|Who?|He.|entailment\n1|Why?|She.|not_entailment\n"),
                    Map.entry(
                            "QNLI/dev.tsv",
                            "index|question|sentence|label\n0|Who?|He.|entailment\n1|Why?|She.|not_entailment\n"),
                    Map.entry("QNLI/test.tsv", "index|question|sentence\n0|Who?|He.\n1|Why?|She.\n"),
                    Map.entry(
                            "RTE/train.tsv",
                            "index|sentence1|sentence2|label\n0|A.|B.|not_entailment\n1|A.|A.|entailment\n"),
                    Map.entry(
                            "RTE/dev.tsv",
                            "index|sentence1|sentence2|label\n0|A.|B.|not_entailment\n1|A.|A.|entailment\n"),
                    Map.entry("RTE/test.tsv", "index|sentence1|sentence2\n0|A.|B.\n1|A.|A.\n"),
                    Map.entry("WNLI/train.tsv", "index|sentence1|sentence2|label\n0|A.|B.|0\n1|A.|A.|1\n"),
                    Map.entry("WNLI/dev.tsv", "index|sentence1|sentence2|label\n0|A.|B.|0\n1|A.|A.|1\n"),
                    Map.entry("WNLI/test.tsv", "index|sentence1|sentence2\n0|A.|B.\n1|A.|A.\n"),
                    Map.entry(
                            "diagnostic/diagnostic-full.tsv",
                            "Lexical Semantics|Predicate-Argument Structure|Logic|Knowledge|Domain|Premise|Hypothesis|Label\n"
                                    + "||Negation||News|The cat sat.|It did not.|contradiction\n|||World|News|The cat sat.|It sat.|entailment\n"),
                    Map.entry(
                            "diagnostic/diagnostic.tsv",
                            "index|sentence1|sentence2\n0|The cat sat.|It did not.\n1|A.|B.\n"),
                    Map.entry("banking77/train.csv", "text,category\n\"My card, lost\",card_lost\nTop up?,top_up\n"),
                    Map.entry("banking77/test.csv", "text,category\n\"A \"\"card\"\"\",card_lost\nUp?,top_up\n"),
                    Map.entry("banking77/categories.json", "[\n  \"top_up\",\n  \"card_lost\"\n]\n"),
                    Map.entry(
                            "clinc150/data_full.json",
                            "{\"oos_val\": [[\"who won\", \"oos\"]], \"val\": [[\"say hi\", \"translate\"]],\n"
                                    + "\"train\": [[\"how do i say hi\", \"translate\"],\n[\"my balance\", \"balance\"]],"
                                    + " \"oos_test\": [[\"what won\", \"oos\"]], \"test\": [[\"balance\", \"balance\"]],"
                                    + " \"oos_train\": [[\"sing\", \"oos\"]]}"),
                    Map.entry(
                            "squad2/train-v2.0.json",
                            squad(
                                    "{'question': 'Where is Rouen?', 'id': 't1', 'answers': [{'text': 'Normandy', 'answer_start': 12}],"
                                            + " 'is_impossible': false}, {'plausible_answers': [{'text': 'Normandy', 'answer_start': 12}],"
                                            + " 'question': 'Where is Paris?', 'id': 't2', 'answers': [], 'is_impossible': true}")),
                    Map.entry(
                            "squad2/dev-v2.0.json",
                            squad(
                                    "{'question': 'What is in Normandy?', 'id': 'd1', 'answers': [{'text': 'Rouen', 'answer_start': 0},"
                                            + " {'text': 'Rouen is', 'answer_start': 0}], 'is_impossible': false},"
                                            + " {'plausible_answers': [], 'question': 'Who?', 'id': 'd2', 'answers': [], 'is_impossible': true}"))));

    private OfficialFiles() {}

    private static String mnliDev(String first, String second) {
        return PARSES + "sentence1|sentence2|label1|label2|label3|label4|label5|gold_label\n"
                + "0|63735|63735n|slate|p|p|p|p|A.|B.|neutral|neutral|entailment|neutral|neutral|" + first + "\n"
                + "1|91383|91383c|slate|p|p|p|p|C.|D.|neutral|neutral|entailment|neutral|neutral|" + second + "\n";
    }

    /** A paragraph with its questions, which stand before it in the official files; quotes as {@code '}. */
    private static String squad(String questions) {
        return ("{'version': 'v2.0', 'data': [{'title': 'Rouen', 'paragraphs': [{'qas': [" + questions
                        + "], 'context': 'Rouen is in Normandy.'}]}]}")
                .replace('\'', '"');
    }

    /** Writes all of them below a folder. */
    static void write(Path folder) throws IOException {
        for (Map.Entry<String, String> entry : FILES.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            String text = entry.getValue();
            Files.writeString(file, file.toString().endsWith(".tsv") ? text.replace('|', '\t') : text);
        }
    }
}
