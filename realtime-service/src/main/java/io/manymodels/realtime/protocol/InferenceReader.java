package io.manymodels.realtime.protocol;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Cells;
import io.manymodels.realtime.predict.RequestRows;
import io.manymodels.realtime.release.ServedFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an inference request token by token, straight into the columns of its rows. Rows and columns are bounded before
 * anything is allocated for them. Throws MALFORMED for everything that is no request.
 */
final class InferenceReader {

    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(64).maxNumberLength(400).maxNameLength(2_000).maxStringLength(1 << 20).build()).build();

    private final ServedFamily family;
    private final byte[] body;
    private final int length;
    private final int largest;
    private final ByteBuffer raw;
    private final Map<String, Cells> columns = new HashMap<>();
    private final Map<String, @Nullable Boolean> outputs = new LinkedHashMap<>();
    private @Nullable String id;
    private boolean binary;
    private int rows = -1;
    private @Nullable String first;

    /** An input as far as it is read. */
    private static final class Input {
        private @Nullable String name;
        private @Nullable Datatype datatype;
        private long elements = -1;
        private int size = -1;
        private long data = -1;
        private @Nullable Cells cells;
    }

    private InferenceReader(ServedFamily family, byte[] body, int length, int largest) {
        this.family = family;
        this.body = body;
        this.length = length;
        this.largest = largest;
        this.raw = ByteBuffer.wrap(body, length, body.length - length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * @param jsonLength bytes of JSON at the start, behind which raw tensors follow; -1 where all is JSON
     * @param largest rows
     */
    static InferenceRequest read(ServedFamily family, byte[] body, int jsonLength, int largest) {
        if (jsonLength == 0) {
            throw new ManyModelsException(ManyModelsException.Kind.UNSUPPORTED, "raw-input-unsupported",
                    "A request of one raw tensor cannot name key columns. Maybe send JSON with an input a column");
        }
        if (jsonLength > body.length || jsonLength < -1) {
            throw ManyModelsException.malformed("header-length-malformed",
                    "Inference-Header-Content-Length [%d] is not within the body's [%d] bytes".formatted(jsonLength,
                            body.length));
        }
        InferenceReader reader = new InferenceReader(family, body, jsonLength < 0 ? body.length : jsonLength, largest);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body, 0, reader.length)) {
            return reader.request(json);
        } catch (JacksonException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "request-malformed",
                    "The body is no JSON: %s".formatted(e.getOriginalMessage()), e);
        }
    }

    private InferenceRequest request(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("The body is no JSON object. Maybe {\"inputs\":[..]}");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = value == JsonToken.VALUE_NULL ? null : text(json, value, "id");
                case "parameters" -> parameters(json, value);
                case "inputs" -> {
                    for (JsonToken each = array(json, value, name); each != JsonToken.END_ARRAY; each = json
                            .nextToken()) {
                        input(json, each);
                    }
                }
                case "outputs" -> {
                    if (value == JsonToken.VALUE_NULL) {
                        continue;
                    }
                    for (JsonToken each = array(json, value, name); each != JsonToken.END_ARRAY; each = json
                            .nextToken()) {
                        output(json, each);
                    }
                }
                default -> json.skipChildren();
            }
        }
        if (rows <= 0) {
            throw ManyModelsException.malformed("inputs-missing",
                    "The request has no inputs. Maybe one for each key column, time and feature");
        }
        if (raw.hasRemaining()) {
            throw malformed("[%d] bytes are left behind the tensors. Maybe a binary_data_size is wrong"
                    .formatted(raw.remaining()));
        }
        return new InferenceRequest(id, new RequestRows(rows, columns, List.of()), outputs, binary);
    }

    private void parameters(JsonParser json, JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        object(value, "parameters");
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = json.currentName().equals("binary_data_output");
            JsonToken token = json.nextToken();
            if (wanted) {
                binary = truth(token, "binary_data_output");
            } else {
                json.skipChildren();
            }
        }
    }

    private void output(JsonParser json, JsonToken start) {
        object(start, "outputs");
        String name = null;
        Boolean wanted = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String property = json.currentName();
            JsonToken value = json.nextToken();
            if (property.equals("name")) {
                name = text(json, value, "name of an output");
            } else if (property.equals("parameters") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean asks = json.currentName().equals("binary_data");
                    JsonToken token = json.nextToken();
                    if (asks) {
                        wanted = truth(token, "binary_data");
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        if (name == null) {
            throw malformed("An output has no name. Maybe {\"name\":\"prediction\"}");
        }
        outputs.put(name, wanted);
    }

    private void input(JsonParser json, JsonToken start) {
        object(start, "inputs");
        Input input = new Input();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String property = json.currentName();
            JsonToken value = json.nextToken();
            switch (property) {
                case "name" -> input.name = text(json, value, "name of an input");
                case "datatype" -> input.datatype = Datatype.of(text(json, value, "datatype of an input"));
                case "shape" -> input.elements = elements(json, value);
                case "parameters" -> inputParameters(json, value, input);
                case "data" -> data(json, value, input);
                default -> json.skipChildren();
            }
        }
        accept(input);
    }

    private void inputParameters(JsonParser json, JsonToken value, Input input) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        object(value, "parameters of an input");
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean sized = json.currentName().equals("binary_data_size");
            JsonToken token = json.nextToken();
            if (!sized) {
                json.skipChildren();
            } else {
                input.size = (int) whole(json, token, "binary_data_size", raw.remaining());
            }
        }
    }

    /** Read at once where it is known of what it consists; else when the input is at its end. */
    private void data(JsonParser json, JsonToken value, Input input) {
        if (value != JsonToken.START_ARRAY) {
            throw malformed("The data of an input is no array. Maybe [1, 2]");
        }
        if (input.datatype != null && input.elements >= 0) {
            input.cells = new TensorData(input.datatype, Math.toIntExact(input.elements)).read(json);
        } else {
            input.data = json.currentTokenLocation().getByteOffset();
            json.skipChildren();
        }
    }

    private void accept(Input input) {
        if (input.name == null || input.datatype == null || input.elements < 0) {
            throw malformed("An input needs name, datatype and shape. Maybe one of them is missing of input [%s]"
                    .formatted(input.name));
        }
        String column = RouterModel.column(family, input.name);
        int elements = Math.toIntExact(input.elements);
        if (rows >= 0 && elements != rows) {
            throw ManyModelsException.malformed("shape-malformed",
                    "Input [%s] has [%d] elements, input [%s] has [%d]. Maybe one element a row in each".formatted(
                            input.name, elements, first, rows));
        }
        rows = elements;
        first = first == null ? input.name : first;
        if (columns.put(column, cells(input, input.datatype, elements)) != null) {
            throw malformed("Input [%s] occurs twice".formatted(input.name));
        }
    }

    private Cells cells(Input input, Datatype datatype, int elements) {
        if (input.size >= 0) {
            if (input.size > raw.remaining()) {
                throw ManyModelsException.malformed("tensor-malformed",
                        "Input [%s] says [%d] bytes, the body has [%d] left".formatted(input.name, input.size,
                                raw.remaining()));
            }
            ByteBuffer tensor = raw.slice(raw.position(), input.size).order(ByteOrder.LITTLE_ENDIAN);
            raw.position(raw.position() + input.size);
            return datatype.cells(tensor, elements);
        }
        if (input.cells != null) {
            return input.cells;
        }
        if (input.data < 0) {
            throw malformed("Input [%s] has no data".formatted(input.name));
        }
        int offset = Math.toIntExact(input.data);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body, offset, length - offset)) {
            json.nextToken();
            return new TensorData(datatype, elements).read(json);
        }
    }

    private long elements(JsonParser json, JsonToken value) {
        long elements = 1;
        for (JsonToken each = array(json, value, "shape"); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            elements *= whole(json, each, "shape", Integer.MAX_VALUE);
            if (elements > largest) {
                throw ManyModelsException.invalid("rows-too-many",
                        "The request has more than the [%d] rows allowed. Maybe split it, or score in batch"
                                .formatted(largest));
            }
        }
        return elements;
    }

    private static JsonToken array(JsonParser json, JsonToken value, String name) {
        if (value != JsonToken.START_ARRAY) {
            throw malformed("%s is no array".formatted(name));
        }
        return json.nextToken();
    }

    private static void object(JsonToken value, String name) {
        if (value != JsonToken.START_OBJECT) {
            throw malformed("%s: [%s] where an object should stand".formatted(name, value));
        }
    }

    private static String text(JsonParser json, JsonToken value, String name) {
        if (value != JsonToken.VALUE_STRING && !value.isNumeric()) {
            throw malformed("The %s is no text".formatted(name));
        }
        return json.getString();
    }

    private static boolean truth(JsonToken value, String name) {
        if (!value.isBoolean()) {
            throw malformed("%s is neither true nor false".formatted(name));
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private static long whole(JsonParser json, JsonToken value, String name, long most) {
        if (value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = json.getLongValue();
            if (number >= 0 && number <= most) {
                return number;
            }
        }
        throw malformed("%s [%s] is no whole number from 0 to %d".formatted(name,
                value.isScalarValue() ? json.getString() : value, most));
    }

    private static ManyModelsException malformed(String message) {
        return ManyModelsException.malformed("request-malformed", message);
    }
}
