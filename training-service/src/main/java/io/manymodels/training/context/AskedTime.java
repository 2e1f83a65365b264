package io.manymodels.training.context;

import tools.jackson.databind.JsonNode;

/** A time as a request has it: a number or a text; anything else is a text that no time axis takes. */
public final class AskedTime {

    private AskedTime() {}

    /** What {@link io.manymodels.rows.TimeAxis#ordinal} is asked for. */
    public static Object of(JsonNode value) {
        if (value.isNumber()) {
            return value.numberValue();
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
