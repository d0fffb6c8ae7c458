package io.github.electra4j.dialogue;

import io.github.electra4j.dialogue.ModelFolders.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a dialogue file is read. */
final class DialogueFile {
    private DialogueFile() {}

    static Dialogue read(Path file) throws IOException {
        YamlMap root = YamlMap.read(file);
        root.onlyKeys(
                Set.of("models", "documents", "confidence", "unsure", "otherwise", "intents", "replies", "speakers"));
        ModelFolders models = models(root.map("models"), file);
        List<String> replies = root.texts("replies");
        Map<String, Intent> intents = new LinkedHashMap<>();
        YamlMap declared = root.map("intents");
        for (String name : declared.keys()) {
            intents.put(name, intent(declared, name));
        }
        List<Source> otherwise = sources(root, "otherwise");
        if (intents.isEmpty() && otherwise.isEmpty()) {
            throw new IllegalArgumentException(file
                    + ": neither intents nor otherwise, so that nothing could ever be answered; declare one of them");
        }
        Dialogue dialogue = new Dialogue(
                models,
                root.has("documents") ? documents(root.map("documents"), file) : null,
                intents,
                replies,
                otherwise,
                confidence(root.map("confidence")),
                wording(root.map("unsure")),
                speakers(root.map("speakers")));
        checkModels(dialogue, file);
        return dialogue;
    }

    private static ModelFolders models(YamlMap map, Path file) {
        map.onlyKeys(Stream.of(Role.values()).map(Role::word).collect(Collectors.toSet()));
        Map<Role, Path> folders = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (map.has(role.word())) {
                folders.put(role, seenFrom(file, map.text(role.word())));
            }
        }
        return new ModelFolders(folders);
    }

    private static DialogueDocuments documents(YamlMap map, Path file) {
        map.onlyKeys(Set.of("index", "reader", "reranker"));
        return new DialogueDocuments(
                seenFrom(file, map.text("index")),
                seenFrom(file, map.text("reader")),
                map.has("reranker") ? seenFrom(file, map.text("reranker")) : null);
    }

    /** A folder as seen from the file, so that it means the same wherever that is read from. */
    private static Path seenFrom(Path file, String folder) {
        return file.resolveSibling(folder).normalize();
    }

    private static Intent intent(YamlMap declared, String name) {
        YamlMap map = declared.map(name);
        map.onlyKeys(Set.of("means", "slots", "reply", "from"));
        List<Slot> slots = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        YamlMap questions = map.map("slots");
        for (String slot : questions.keys()) {
            String question = questions.text(slot);
            checkNames(questions, slot, question, names, "no slot is known before");
            slots.add(new Slot(slot, question));
            names.add(slot);
        }
        List<String> replies = map.texts("reply");
        List<Source> from = sources(map, "from");
        if (from.size() > 1) {
            throw map.wrong("from", "names " + from.size() + " sources, expected one");
        }
        if (replies.isEmpty() == from.isEmpty()) {
            throw new IllegalArgumentException(declared.place(name) + ": the intent " + name
                    + (from.isEmpty() ? " has neither reply nor from" : " has both reply and from")
                    + ", expected one of them");
        }
        replies.forEach(reply -> checkNames(map, "reply", reply, names, "there are no slots"));
        return new Intent(
                name,
                map.text("means", name.replace('_', ' ')),
                slots,
                replies,
                from.isEmpty() ? null : from.get(0),
                declared.place(name));
    }

    private static void checkNames(YamlMap map, String key, String text, Set<String> names, String whyNone) {
        Matcher found = Template.NAME.matcher(text);
        while (found.find()) {
            if (!names.contains(found.group(1))) {
                throw map.wrong(
                        key,
                        "has {" + found.group(1) + "}, expected "
                                + (names.isEmpty()
                                        ? "no braces, since " + whyNone
                                        : names.stream()
                                                .sorted()
                                                .map(name -> "{" + name + "}")
                                                .collect(Collectors.joining(", "))));
            }
        }
    }

    private static List<Source> sources(YamlMap map, String key) {
        List<Source> sources = new ArrayList<>();
        for (String word : map.texts(key)) {
            sources.add(Stream.of(Source.values())
                    .filter(source -> source.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> map.wrong(
                            key,
                            "is \"" + word + "\", expected "
                                    + Stream.of(Source.values())
                                            .map(Source::word)
                                            .collect(Collectors.joining(", ")))));
        }
        return sources;
    }

    private static Confidence confidence(YamlMap map) {
        map.onlyKeys(Set.of("intent", "out_of_scope", "slot", "reply", "answer"));
        Confidence standard = Confidence.STANDARD;
        double intent = map.share("intent", standard.intent());
        Confidence read = new Confidence(
                intent,
                map.share("out_of_scope", Math.min(standard.outOfScope(), intent)),
                map.share("slot", standard.slot()),
                map.share("reply", standard.reply()),
                map.share("answer", standard.answer()));
        if (read.outOfScope() > read.intent()) {
            throw map.wrong(
                    "out_of_scope",
                    "is " + read.outOfScope() + ", expected at most the " + read.intent() + " of intent");
        }
        return read;
    }

    private static Wording wording(YamlMap map) {
        map.onlyKeys(Set.of("question", "hand_over", "hand_over_after", "yes", "no"));
        Wording standard = Wording.STANDARD;
        if (map.has("question")) {
            checkNames(map, "question", map.text("question"), Set.of("first", "second"), "");
        }
        Wording read = new Wording(
                map.text("question", standard.question()),
                map.text("hand_over", standard.handOver()),
                map.whole("hand_over_after", 1, 10, standard.handOverAfter()),
                map.has("yes") ? map.texts("yes") : standard.yes(),
                map.has("no") ? map.texts("no") : standard.no());
        checkMeaning(map, read);
        return read;
    }

    /** That no word means both, as they are compared in a conversation. */
    private static void checkMeaning(YamlMap map, Wording wording) {
        Set<String> yes = wording.yes().stream().map(Conversation::plain).collect(Collectors.toSet());
        for (String word : wording.no()) {
            if (yes.contains(Conversation.plain(word))) {
                throw map.has("no")
                        ? map.wrong("no", "has \"" + word + "\", which means yes as well; take it out of one of them")
                        : map.wrong(
                                "yes",
                                "has \"" + word + "\", which means no where the file has no list of its own under no;"
                                        + " write one, or take it away");
            }
        }
    }

    private static Dialogue.Speakers speakers(YamlMap map) {
        map.onlyKeys(Set.of("user", "house"));
        return new Dialogue.Speakers(map.text("user", ""), map.text("house", ""));
    }

    /** Whatever asks a model has one. */
    private static void checkModels(Dialogue dialogue, Path file) {
        boolean slots = false;
        boolean selects = dialogue.otherwise().contains(Source.REPLIES);
        boolean answers = dialogue.otherwise().contains(Source.DOCUMENTS);
        for (Intent intent : dialogue.intents().values()) {
            slots |= !intent.slots().isEmpty();
            selects |= intent.from() == Source.REPLIES;
            answers |= intent.from() == Source.DOCUMENTS;
        }
        need(dialogue, Role.INTENT, !dialogue.intents().isEmpty(), "there are intents", file);
        need(dialogue, Role.SLOTS, slots, "there are slots", file);
        need(dialogue, Role.REPLIES, selects, "replies are selected", file);
        if (answers && dialogue.documents() == null) {
            throw new IllegalArgumentException(file
                    + ": documents is missing, expected an index and a reader, since documents" + " are to answer");
        }
        if (selects && dialogue.replies().size() < 2) {
            throw new IllegalArgumentException(file + ": replies are selected, and the list replies has "
                    + dialogue.replies().size() + ", expected two at least");
        }
    }

    private static void need(Dialogue dialogue, Role role, boolean needed, String why, Path file) {
        if (needed && dialogue.models().of(role) == null) {
            throw new IllegalArgumentException(file + ": models." + role.word()
                    + " is missing, expected the folder of a " + role.task() + " model, since " + why);
        }
    }
}
