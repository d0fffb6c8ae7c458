package io.github.electra4j.documents.index;

import io.github.electra4j.documents.passage.Passage;
import io.github.electra4j.documents.passage.Passage.PageTurn;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.jspecify.annotations.Nullable;

/** How passages and the records of files lie in Lucene. */
final class Fields {
    /** Of passages and records: the path of the file. */
    static final String FILE = "file";
    /** Of records alone: the path again, and a word that all of them have. */
    static final String RECORD = "record";

    static final String KIND = "kind";

    static final String TEXT = "text";
    /** Title and headings, which are searched with less weight. */
    static final String AROUND = "around";

    private static final String TITLE = "title";
    private static final String HEADING = "heading";
    private static final String PAGE = "page";
    /** One for each page that begins inside a passage: its place and its number. */
    private static final String TURN = "turn";

    private static final String START = "start";
    private static final String CHARACTERS = "characters";
    private static final String SIZE = "size";
    private static final String MODIFIED = "modified";
    private static final String SHA256 = "sha256";
    private static final String FAILURE = "failure";

    private Fields() {}

    static Document ofPassage(String file, @Nullable String title, Passage passage) {
        Document document = new Document();
        document.add(new StringField(FILE, file, Store.YES));
        document.add(new StoredField(TEXT, passage.text()));
        document.add(new TextField(TEXT, Spelling.of(passage.text()), Store.NO));
        if (title != null) {
            document.add(new StoredField(TITLE, title));
        }
        String around = (title == null ? "" : title + " ") + passage.heading();
        document.add(new TextField(AROUND, Spelling.of(around), Store.NO));
        document.add(new StoredField(HEADING, passage.heading()));
        document.add(new StoredField(PAGE, passage.page()));
        passage.turns().forEach(turn -> document.add(new StoredField(TURN, turn.offset() + " " + turn.page())));
        document.add(new StoredField(START, passage.start()));
        document.add(new StoredField(CHARACTERS, passage.characters()));
        return document;
    }

    static FoundPassage toPassage(Document stored, double score) {
        return new FoundPassage(
                text(stored, FILE),
                stored.get(TITLE),
                new Passage(
                        text(stored, TEXT),
                        (int) number(stored, START),
                        (int) number(stored, CHARACTERS),
                        text(stored, HEADING),
                        (int) number(stored, PAGE),
                        Stream.of(stored.getValues(TURN)).map(Fields::turn).toList()),
                score);
    }

    private static PageTurn turn(String stored) {
        String[] numbers = stored.split(" ", 2);
        return new PageTurn(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    static Document ofRecord(FileRecord record) {
        Document document = new Document();
        document.add(new StringField(FILE, record.file(), Store.YES));
        document.add(new StringField(RECORD, record.file(), Store.NO));
        document.add(new StringField(KIND, RECORD, Store.NO));
        document.add(new StoredField(SIZE, record.size()));
        document.add(new StoredField(MODIFIED, record.modified()));
        document.add(new StoredField(SHA256, record.sha256()));
        if (record.failure() != null) {
            document.add(new StoredField(FAILURE, record.failure()));
        }
        return document;
    }

    static FileRecord toRecord(Document stored) {
        return new FileRecord(
                text(stored, FILE),
                number(stored, SIZE),
                number(stored, MODIFIED),
                text(stored, SHA256),
                stored.get(FAILURE));
    }

    private static String text(Document stored, String field) {
        String text = stored.get(field);
        if (text == null) {
            throw new IllegalArgumentException("the index lacks the field " + field + "; index the documents anew");
        }
        return text;
    }

    private static long number(Document stored, String field) {
        IndexableField number = stored.getField(field);
        if (number == null || number.numericValue() == null) {
            throw new IllegalArgumentException("the index lacks the field " + field + "; index the documents anew");
        }
        return number.numericValue().longValue();
    }
}
