package io.manymodels.realtime.protocol;

import io.manymodels.problem.ManyModelsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A parsed inference request.
 *
 * @param id to be echoed; null without
 * @param outputs names asked for; empty asks for all
 */
record InferenceRequest(@Nullable String id, List<Input> inputs, List<String> outputs) {

    private static final int MOST_ELEMENTS = 10_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param values one an element, row-major; null for missing */
    record Input(String name, List<@Nullable Object> values) {}

    /**
     * Parses a body. Throws MALFORMED for everything that is not a request.
     *
     * @param jsonLength bytes of JSON at the start, behind which raw tensors follow; -1 where all is JSON
     */
    static InferenceRequest parse(byte[] body, int jsonLength) {
        if (jsonLength == 0) {
            throw new ManyModelsException(ManyModelsException.Kind.UNSUPPORTED, "raw-input-unsupported",
                    "A request of one raw tensor cannot name key columns. Maybe send JSON with an input a column");
        }
        if (jsonLength > body.length) {
            throw ManyModelsException.malformed("header-length-malformed",
                    "Inference-Header-Content-Length [%d] is more than the body's [%d] bytes".formatted(jsonLength,
                            body.length));
        }
        int length = jsonLength < 0 ? body.length : jsonLength;
        JsonNode json;
        try {
            json = JSON.readTree(body, 0, length);
        } catch (JacksonException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "request-malformed",
                    "The body is no JSON: %s".formatted(e.getOriginalMessage()), e);
        }
        ByteBuffer raw = ByteBuffer.wrap(body, length, body.length - length).order(ByteOrder.LITTLE_ENDIAN);
        List<Input> inputs = new ArrayList<>();
        json.path("inputs").forEach(input -> inputs.add(input(input, raw)));
        if (inputs.isEmpty()) {
            throw ManyModelsException.malformed("inputs-missing",
                    "The request has no inputs. Maybe one for each key column, time and feature");
        }
        List<String> outputs = new ArrayList<>();
        json.path("outputs").forEach(output -> outputs.add(output.path("name").asString()));
        JsonNode id = json.path("id");
        return new InferenceRequest(id.isMissingNode() || id.isNull() ? null : id.asString(), inputs, outputs);
    }

    private static Input input(JsonNode input, ByteBuffer raw) {
        String name = input.path("name").asString();
        Datatype type = Datatype.of(input.path("datatype").asString());
        long elements = 1;
        for (JsonNode dimension : input.path("shape")) {
            elements *= dimension.asLong();
            if (elements < 0 || elements > MOST_ELEMENTS) {
                throw ManyModelsException.malformed("shape-malformed",
                        "Shape %s of input [%s] is out of range".formatted(input.path("shape"), name));
            }
        }
        List<@Nullable Object> values = new ArrayList<>();
        JsonNode size = input.path("parameters").path("binary_data_size");
        if (size.isNumber()) {
            ByteBuffer tensor = slice(raw, size.asInt(), name);
            for (long i = 0; i < elements; i++) {
                values.add(type.element(tensor));
            }
        } else {
            flatten(input.path("data"), type, values);
        }
        if (values.size() != elements) {
            throw ManyModelsException.malformed("shape-malformed",
                    "Input [%s] has [%d] elements, its shape %s asks for [%d]".formatted(name, values.size(),
                            input.path("shape"), elements));
        }
        return new Input(name, values);
    }

    private static ByteBuffer slice(ByteBuffer raw, int size, String name) {
        if (size < 0 || size > raw.remaining()) {
            throw ManyModelsException.malformed("tensor-truncated",
                    "Input [%s] says [%d] bytes, the body has [%d] left".formatted(name, size, raw.remaining()));
        }
        ByteBuffer tensor = raw.slice(raw.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        raw.position(raw.position() + size);
        return tensor;
    }

    private static void flatten(JsonNode data, Datatype type, List<@Nullable Object> values) {
        for (JsonNode element : data) {
            if (element.isArray()) {
                flatten(element, type, values);
            } else {
                values.add(type.element(element));
            }
        }
    }
}
