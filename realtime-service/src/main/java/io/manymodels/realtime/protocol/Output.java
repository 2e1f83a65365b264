package io.manymodels.realtime.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of an answer.
 *
 * @param data row-major; null where the bytes follow behind the JSON
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Output(String name, Datatype datatype, List<Integer> shape, @Nullable Map<String, Integer> parameters,
        @Nullable List<? extends @Nullable Object> data) {

    static Output of(String name, Datatype datatype, List<Integer> shape, List<? extends @Nullable Object> data) {
        return new Output(name, datatype, shape, null, data);
    }

    /** What stands in the JSON of an answer whose bytes follow. */
    Output announced(int bytes) {
        return new Output(name, datatype, shape, Map.of("binary_data_size", bytes), null);
    }

    /** Little-endian. What is missing is NaN, 0, false, or the empty text. */
    byte[] raw() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Object value : data == null ? List.of() : data) {
            buffer.clear();
            switch (datatype) {
                case FP64 -> buffer.putDouble(value instanceof Number number ? number.doubleValue() : Double.NaN);
                case INT64 -> buffer.putLong(value instanceof Number number ? number.longValue() : 0);
                case BOOL -> buffer.put((byte) (Boolean.TRUE.equals(value) ? 1 : 0));
                case BYTES -> {
                    byte[] text = (value == null ? "" : value.toString()).getBytes(StandardCharsets.UTF_8);
                    buffer.putInt(text.length);
                    bytes.write(buffer.array(), 0, buffer.position());
                    bytes.writeBytes(text);
                    continue;
                }
                case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, FP16, FP32 -> throw new IllegalStateException(
                        "No output has datatype [%s]".formatted(datatype));
            }
            bytes.write(buffer.array(), 0, buffer.position());
        }
        return bytes.toByteArray();
    }
}
