package io.github.electra4j.documents.index;

/** Is told how far an indexing is. */
public interface IndexProgress {
    /** Nobody wants to know. */
    IndexProgress NONE = new IndexProgress() {
        @Override
        public void begins(long bytes) {}

        @Override
        public void read(long bytes, int files, int failures) {}
    };

    /** So many bytes of files have to be looked into. */
    void begins(long bytes);

    /** So many of them are done, in so many files, of which some gave no text. */
    void read(long bytes, int files, int failures);
}
