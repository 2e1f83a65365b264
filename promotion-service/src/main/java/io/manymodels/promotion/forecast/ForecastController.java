package io.manymodels.promotion.forecast;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/promotions/{id}/forecasts", produces = "application/json")
@Tag(name = "promotions", description = "Which candidates go to production, and why not")
class ForecastController {

    private final Forecaster forecaster;

    ForecastController(Forecaster forecaster) {
        this.forecaster = forecaster;
    }

    @GetMapping
    @Operation(summary = "What the candidate of the key that KEYCOLUMN=VALUE names would forecast, beside the release before; nothing is published")
    KeyForecasts forecasts(@PathVariable UUID id, @RequestParam Map<String, String> parameters) {
        return forecaster.forecasts(id, parameters);
    }
}
