package io.github.electra4j.task;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was lost of rows that are too long.
 *
 * @param texts rows that lost something
 * @param of all rows
 * @param cutPieces word pieces that no window holds
 * @param allPieces those and the others; of windows that overlap, each time
 * @param limit that they exceed
 */
record CutTexts(int texts, int of, long cutPieces, long allPieces, TextLimit limit) {
    static CutTexts of(List<? extends List<? extends Window>> rows, TextLimit limit) {
        int texts = 0;
        long cut = 0;
        long all = 0;
        for (List<? extends Window> row : rows) {
            int lost = 0;
            for (Window window : row) {
                lost += window.cut();
                all += window.pieces() + window.cut();
            }
            cut += lost;
            texts += lost > 0 ? 1 : 0;
        }
        return new CutTexts(texts, rows.size(), cut, all, limit);
    }

    @Nullable
    String said() {
        return texts == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d %s are longer than %d %s and were cut: %.1f %% of all pieces are lost",
                        texts,
                        of,
                        limit.things(),
                        limit.most(),
                        limit.units(),
                        100.0 * cutPieces / allPieces);
    }
}
