package io.manymodels.promotion.run;

import io.manymodels.event.TrainingCompleted;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Goes on with a cycle once its training is complete. The run's id follows from the cycle, so redelivery changes nothing. */
@Component
class TrainingCompletedListener implements Consumer<String> {

    private final Promotions promotions;
    private final JsonMapper json;

    TrainingCompletedListener(Promotions promotions, JsonMapper json) {
        this.promotions = promotions;
        this.json = json;
    }

    @Override
    public void accept(String fact) {
        promotions.follow(json.readValue(fact, TrainingCompleted.class));
    }
}
