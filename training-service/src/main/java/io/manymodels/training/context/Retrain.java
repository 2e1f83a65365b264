package io.manymodels.training.context;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which partitions a training run trains again. */
public enum Retrain {
    /** Those whose rows, spec or trainer changed since their last version. */
    CHANGED,
    /** Those without a model in the family's previous training run. */
    FAILED,
    /** Every one. */
    ALL;

    /** The name in requests and in stored parameters. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
