package io.manymodels.training.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which partitions a training run trains again. */
enum Retrain {
    /** Those whose rows, spec or trainer changed since their last version. */
    CHANGED,
    /** Those without a model in the family's previous training run. */
    FAILED,
    /** Every one. */
    ALL;

    /** The name in requests and in stored parameters. */
    @JsonValue
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
