package io.manymodels.training.backtest;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.manymodels.web.openapi.StartsWork;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import io.manymodels.work.rest.AcceptedRun;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "backtests", description = "What a family's models would have predicted at earlier cutoffs")
class BacktestController {

    private static final int CSV_PAGE_ROWS = 10_000;

    private final BacktestSubmission submission;
    private final BacktestRepository backtests;
    private final Runs runs;

    BacktestController(BacktestSubmission submission, BacktestRepository backtests, Runs runs) {
        this.submission = submission;
        this.backtests = backtests;
        this.runs = runs;
    }

    @Operation(summary = "Start a backtest by cutoffs, windows or folds")
    @PostMapping("/families/{family}/backtests")
    @StartsWork
    ResponseEntity<AcceptedRun> start(@PathVariable String family,
            @RequestBody(required = false) @Nullable BacktestRequest request, Principal principal) {
        Run run = submission.submit(family,
                request == null ? new BacktestRequest(null, null, null, null, null, null) : request,
                principal.getName());
        return AcceptedRun.of(run, "backtest");
    }

    @Operation(summary = "A page of a complete backtest's rows")
    @GetMapping(path = "/runs/{id}/backtest", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<JsonNode> page(@PathVariable UUID id, @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        BacktestRepository.Stored backtest = complete(id);
        List<String> after = Cursor.decode(cursor, 1);
        List<BacktestRepository.Row> found = backtests.page(backtest,
                after.isEmpty() ? -1 : Cursor.number(after.getFirst()), Page.checkedLimit(limit) + 1);
        return Page.of(found, limit, row -> Cursor.encode(row.id())).map(BacktestRepository.Row::values);
    }

    @Operation(summary = "All rows of a complete backtest as CSV")
    @GetMapping(path = "/runs/{id}/backtest", produces = "text/csv")
    void csv(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        BacktestRepository.Stored backtest = complete(id);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"backtest-%s.csv\"".formatted(id));
        OutputStream out = response.getOutputStream();
        out.write(backtests.csvHeader(backtest).getBytes(StandardCharsets.UTF_8));
        Optional<BacktestRepository.CsvPage> page = backtests.csvPage(backtest, -1, CSV_PAGE_ROWS);
        while (page.isPresent()) {
            // The reader may be slow: nothing is held meanwhile but this page.
            out.write(page.get().lines().getBytes(StandardCharsets.UTF_8));
            page = backtests.csvPage(backtest, page.get().last(), CSV_PAGE_ROWS);
        }
    }

    private BacktestRepository.Stored complete(UUID id) {
        return backtests.find(id).orElseThrow(() -> {
            Run run = runs.get(id);
            return ManyModelsException.conflict("backtest-incomplete",
                    "Run [%s] of kind [%s] is [%s] and has no backtest to read. Maybe wait for a backtest to succeed; the ten latest of a family are kept"
                            .formatted(id, run.kind().wireName(), run.state().wireName()));
        });
    }
}
