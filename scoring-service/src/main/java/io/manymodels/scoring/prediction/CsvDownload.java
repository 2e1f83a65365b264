package io.manymodels.scoring.prediction;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
    /** A part of the pool alone, so that pages that the database is slow with leave connections to everybody else. */
    private static final int PAGES_AT_A_TIME = 4;

    private final PredictionPageRepository pages;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final Semaphore connections = new Semaphore(PAGES_AT_A_TIME, true);

    CsvDownload(PredictionPageRepository pages) {
        this.pages = pages;
    }

    /**
     * Begins the response once the first page is there: what fails before is told as a problem.
     *
     * @throws ManyModelsException UNAVAILABLE {@code downloads-busy} when too many are under way
     */
    void write(Publication publication, PredictionFilter filter, HttpServletResponse response) throws IOException {
        if (!places.tryAcquire()) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "downloads-busy",
                    "[%d] downloads are under way. Maybe try again later, or read the Parquet files of the run"
                            .formatted(AT_A_TIME));
        }
        try {
            PredictionPageRepository.Page page = page(publication, filter, null);
            response.setContentType("text/csv;charset=UTF-8");
            // The stream says when the client went away; the response's writer would swallow it.
            OutputStream out = response.getOutputStream();
            StringBuilder text = new StringBuilder();
            line(text, publication.schema().columns().stream().map(PredictionColumn::shown).toList());
            while (true) {
                page.items().forEach(item -> line(text, item.values()));
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
                if (page.next() == null) {
                    break;
                }
                page = page(publication, filter, page.next());
            }
            out.flush();
        } finally {
            places.release();
        }
    }

    private PredictionPageRepository.Page page(Publication publication, PredictionFilter filter,
            @Nullable PredictionCursor cursor) {
        connections.acquireUninterruptibly();
        try {
            return pages.page(publication, filter, cursor, PAGE_ROWS);
        } finally {
            connections.release();
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
