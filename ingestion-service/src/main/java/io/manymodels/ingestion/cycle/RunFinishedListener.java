package io.manymodels.ingestion.cycle;

import io.manymodels.event.RunFinished;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Hears of every run's end, and passes on those of cycles. */
@Component("runFinishedListener")
class RunFinishedListener implements Consumer<String> {

    private final Cycles cycles;
    private final JsonMapper json;

    RunFinishedListener(Cycles cycles, JsonMapper json) {
        this.cycles = cycles;
        this.json = json;
    }

    @Override
    public void accept(String body) {
        RunFinished fact = json.readValue(body, RunFinished.class);
        if (fact.cycle() != null) {
            cycles.ended(fact, fact.cycle());
        }
    }
}
