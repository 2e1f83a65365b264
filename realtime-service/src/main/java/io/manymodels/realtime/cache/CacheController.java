package io.manymodels.realtime.cache;

import io.manymodels.problem.ManyModelsException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "cache", description = "Models in memory")
class CacheController {

    private static final int MOST = 100;

    private final ModelCache cache;
    private final HotModelRepository models;

    CacheController(ModelCache cache, HotModelRepository models) {
        this.cache = cache;
        this.models = models;
    }

    @GetMapping("/api/v1/cache")
    @Operation(summary = "How the model cache of this instance is doing")
    CacheStatus status() {
        return cache.status();
    }

    /** @param items the hottest first */
    record HotModels(List<HotModel> items) {}

    @GetMapping("/api/v1/cache/models")
    @Operation(summary = "The models of this instance that are asked for most, the hottest first; how many by limit, at most 100")
    HotModels hottest(@RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > MOST) {
            throw ManyModelsException.malformed("limit-out-of-range",
                    "limit [%d] is out of range. Maybe 1 to %d".formatted(limit, MOST));
        }
        return new HotModels(models.named(cache.hottest(limit)));
    }
}
