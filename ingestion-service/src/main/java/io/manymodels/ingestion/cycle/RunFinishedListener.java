package io.manymodels.ingestion.cycle;

import io.manymodels.event.RunFinished;
import io.manymodels.run.RunKind;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Hears of every run's end, and has those of cycles looked up. A kind that is not known is of a newer version. */
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
            Stream.of(RunKind.values()).filter(kind -> kind.wireName().equals(fact.kind()))
                    .forEach(kind -> cycles.ended(fact.cycle(), kind));
        }
    }
}
