package io.manymodels.realtime.cache;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "cache", description = "Models in memory")
class CacheController {

    private final ModelCache cache;

    CacheController(ModelCache cache) {
        this.cache = cache;
    }

    @GetMapping("/api/v1/cache")
    @Operation(summary = "How the model cache of this instance is doing")
    CacheStatus status() {
        return cache.status();
    }
}
