package io.manymodels.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InferenceRequestTest {

    @Test
    void dataMayBeNestedOrFlat() {
        InferenceRequest request = parse("""
                {"id":"a7","inputs":[{"name":"store","shape":[2,1],"datatype":"BYTES","data":[["2"],["5"]]},
                                     {"name":"price","shape":[2],"datatype":"FP64","data":[0.5,null]}],
                 "outputs":[{"name":"prediction"}]}
                """);

        assertThat(request.id()).isEqualTo("a7");
        assertThat(request.inputs().get(0).values()).containsExactly("2", "5");
        assertThat(request.inputs().get(1).values()).containsExactly(0.5, null);
        assertThat(request.outputs()).containsExactly("prediction");
    }

    @Test
    void rawTensorsFollowTheJson() {
        byte[] json = """
                {"inputs":[{"name":"store","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":11}},
                           {"name":"week","shape":[2],"datatype":"INT32","parameters":{"binary_data_size":8}}]}
                """.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + 19).order(ByteOrder.LITTLE_ENDIAN).put(json);
        body.putInt(1).put((byte) '2').putInt(2).put("17".getBytes(StandardCharsets.UTF_8)).putInt(161).putInt(162);

        InferenceRequest request = InferenceRequest.parse(body.array(), json.length);

        assertThat(request.inputs().get(0).values()).containsExactly("2", "17");
        assertThat(request.inputs().get(1).values()).containsExactly(161, 162);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> parse("{")).hasMessageContaining("no JSON");
        assertThatThrownBy(() -> parse("{}")).hasMessageContaining("no inputs");
        assertThatThrownBy(() -> parse("""
                {"inputs":[{"name":"week","shape":[3],"datatype":"INT64","data":[1,2]}]}
                """)).hasMessageContaining("[week]").hasMessageContaining("[2]").hasMessageContaining("[3]");
        assertThatThrownBy(() -> parse("""
                {"inputs":[{"name":"week","shape":[1],"datatype":"INT63","data":[1]}]}
                """)).hasMessageContaining("[INT63]").hasMessageContaining("INT64");
        assertThatThrownBy(() -> parse("""
                {"inputs":[{"name":"week","shape":[1],"datatype":"INT64","data":["one"]}]}
                """)).hasMessageContaining("one");
        assertThatThrownBy(() -> parse("""
                {"inputs":[{"name":"week","shape":[1],"datatype":"INT64","parameters":{"binary_data_size":8}}]}
                """)).hasMessageContaining("left");
    }

    private static InferenceRequest parse(String json) {
        return InferenceRequest.parse(json.getBytes(StandardCharsets.UTF_8), -1);
    }
}
