package io.manymodels.scoring.prediction;

import io.manymodels.problem.ManyModelsException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The latest complete predictions of a family: pages of JSON, or all of them as CSV. */
@RestController
@Tag(name = "predictions", description = "What the models of the current release say")
class PredictionController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_LIMIT = 10_000;

    private final PredictionRepository publications;
    private final PredictionPageRepository pages;
    private final GroupRepository groups;
    private final CsvDownload downloads;

    /** @param nextCursor null on the last page */
    record PredictionPage(List<Map<String, @Nullable Object>> items, @Nullable String nextCursor) {}

    PredictionController(PredictionRepository publications, PredictionPageRepository pages,
            GroupRepository groups, CsvDownload downloads) {
        this.groups = groups;
        this.downloads = downloads;
        this.publications = publications;
        this.pages = pages;
    }

    @GetMapping("/api/v1/families/{family}/predictions")
    @Operation(summary = "The latest complete predictions: a page of JSON, or all of them as CSV; filter by KEYCOLUMN=VALUE, go on by cursor and limit")
    @ApiResponse(responseCode = "200", description = "A page, or CSV to those who accept text/csv", content = {
            @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = PredictionPage.class)),
            @Content(mediaType = "text/csv", schema = @Schema(type = "string"))})
    @Nullable
    PredictionPage predictions(@PathVariable String family, @RequestParam Map<String, String> parameters,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            HttpServletResponse response) throws IOException {
        Asked asked = asked(family, parameters, publications::latest);
        if (accept != null && accept.contains("text/csv")) {
            downloads.write(asked.publication(), asked.filter(), response);
            return null;
        }
        return page(asked);
    }

    @GetMapping("/api/v1/families/{family}/predictions/earlier")
    @Operation(summary = "The complete predictions before the latest ones, while they are kept, to hold against what came to pass; filter by KEYCOLUMN=VALUE, go on by cursor and limit")
    PredictionPage earlier(@PathVariable String family, @RequestParam Map<String, String> parameters) {
        return page(asked(family, parameters, publications::earlier));
    }

    @GetMapping("/api/v1/families/{family}/predictions/groups")
    @Operation(summary = "The latest complete forecasts of groups of keys, which the spec's reconcile names: coarse groups first, each the sum of its keys; filter by COLUMN=VALUE and level (0: all keys), go on by cursor and limit")
    PredictionPage groups(@PathVariable String family, @RequestParam Map<String, String> parameters) {
        Map<String, String> filters = new TreeMap<>(parameters);
        int limit = limit(filters.remove("limit"));
        PredictionCursor cursor = PredictionCursor.decoded(filters.remove("cursor"));
        Publication publication = publication(family, cursor, publications::latest);
        if (publication.groups().isEmpty()) {
            throw ManyModelsException.notFound("groups-missing",
                    "Keys of family [%s] make no groups. Maybe set reconcile in its spec, and score it again"
                            .formatted(family));
        }
        Integer level = level(publication.groups().columns().size(), filters.remove("level"));
        return page(groups.page(publication, PredictionFilter.of(publication.groups(), filters), level, cursor, limit));
    }

    private static @Nullable Integer level(int finest, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > finest) {
            throw ManyModelsException.malformed("level-malformed",
                    "Level [%s] is not a number from 0 to %d. Maybe 0, which is all keys".formatted(text, finest));
        }
        return Integer.valueOf(text);
    }

    /** What of which publication somebody wants to see, and from where on. */
    private record Asked(Publication publication, PredictionFilter filter, @Nullable PredictionCursor cursor,
            int limit) {}

    private Asked asked(String family, Map<String, String> parameters,
            Function<String, Optional<Publication>> published) {
        Map<String, String> filters = new TreeMap<>(parameters);
        int limit = limit(filters.remove("limit"));
        PredictionCursor cursor = PredictionCursor.decoded(filters.remove("cursor"));
        Publication publication = publication(family, cursor, published);
        return new Asked(publication, PredictionFilter.of(publication.schema(), filters), cursor, limit);
    }

    private Publication publication(String family, @Nullable PredictionCursor cursor,
            Function<String, Optional<Publication>> published) {
        return cursor == null
                ? published.apply(family)
                        .orElseThrow(() -> ManyModelsException.notFound("predictions-missing",
                                "Family [%s] has no such complete predictions. Maybe POST /api/v1/families/%s/scorings first"
                                        .formatted(family, family)))
                : pointedInto(family, cursor);
    }

    private PredictionPage page(Asked asked) {
        return page(pages.page(asked.publication(), asked.filter(), asked.cursor(), asked.limit()));
    }

    private static PredictionPage page(PredictionPageRepository.Page page) {
        return new PredictionPage(page.items(), page.next() == null ? null : page.next().encoded());
    }

    private Publication pointedInto(String family, PredictionCursor cursor) {
        return publications.published(cursor.run()).filter(publication -> publication.family().equals(family))
                .orElseThrow(() -> ManyModelsException.conflict("cursor-expired",
                        "The predictions of run [%s] that the cursor points into are gone. Maybe start without a cursor"
                                .formatted(cursor.run())));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(Objects.requireNonNull(text));
            if (limit >= 1 && limit <= LARGEST_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Refused below like a number out of range.
        }
        throw ManyModelsException.malformed("limit-malformed",
                "Limit [%s] is not a number from 1 to %d. Maybe %d".formatted(text, LARGEST_LIMIT, DEFAULT_LIMIT));
    }
}
