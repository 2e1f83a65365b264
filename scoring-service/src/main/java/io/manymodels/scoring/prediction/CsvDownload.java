package io.manymodels.scoring.prediction;

import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes all predictions as CSV (RFC 4180, with a header), page by page: while a slow reader takes a page, nothing is held
 * but its text. Values stand there as they are, for machines: a spreadsheet is to import texts as texts, since a label that
 * begins like a formula is not altered.
 */
@Component
class CsvDownload {

    private static final int PAGE_ROWS = 5000;
    private static final int AT_A_TIME = 64;

    private final PredictionPageRepository pages;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    CsvDownload(PredictionPageRepository pages) {
        this.pages = pages;
    }

    /** Throws UNAVAILABLE {@code downloads-busy} before anything is written when too many are under way. */
    void write(Publication publication, PredictionFilter filter, Writer out) throws IOException {
        if (!places.tryAcquire()) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "downloads-busy",
                    "[%d] downloads are under way. Maybe try again later, or read the Parquet files of the run"
                            .formatted(AT_A_TIME));
        }
        try {
            StringBuilder text = new StringBuilder();
            line(text, publication.schema().columns().stream().map(PredictionColumn::name).toList());
            PredictionCursor cursor = null;
            do {
                PredictionPageRepository.Page page = pages.page(publication, filter, cursor, PAGE_ROWS);
                page.items().forEach(item -> line(text, item.values()));
                out.append(text);
                text.setLength(0);
                cursor = page.next();
            } while (cursor != null);
        } finally {
            places.release();
        }
    }

    private static void line(StringBuilder out, Iterable<? extends @Nullable Object> values) {
        String separator = "";
        for (Object value : values) {
            out.append(separator);
            separator = ",";
            String text = value == null ? "" : value.toString();
            boolean quoted = text.indexOf(',') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\n') >= 0
                    || text.indexOf('\r') >= 0;
            out.append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        }
        out.append("\r\n");
    }
}
