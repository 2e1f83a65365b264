package io.manymodels.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.key.PartitionKey;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import io.manymodels.realtime.ServedToyFamily;
import io.manymodels.realtime.predict.Answer;
import io.manymodels.realtime.predict.Caveats;
import io.manymodels.realtime.predict.PredictorAnswers;
import io.manymodels.realtime.predict.RequestRows;
import io.manymodels.realtime.predict.RowProblem;
import io.manymodels.registry.Rung;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Answers as tensors: one row a place, whatever became of it. */
class InferenceResponseTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final PartitionKey KEY = new PartitionKey(List.of("region", "store"), List.of("north", 2L));

    private static Answer number(double value, double lower, Caveats caveats) {
        return new Answer.Predicted(KEY, 21L, value, List.of(80), new double[] {lower}, new double[] {value + 1}, null,
                Map.of(), 7, Rung.OWN, false, caveats, null);
    }

    private static Answer label(String label, Map<String, Double> probabilities) {
        return new Answer.Predicted(KEY, null, 0.5, List.of(), new double[0], new double[0], label, probabilities, 8,
                Rung.GROUP, true, Caveats.NONE, null);
    }

    private static Answer refused(String... messages) {
        return new Answer.Refused(Arrays.stream(messages)
                .map(message -> new RowProblem(1, "price", Kind.INVALID, "value-malformed", message)).toList());
    }

    private static InferenceRequest request(boolean binary, String... outputs) {
        Map<String, @Nullable Boolean> asked = new LinkedHashMap<>();
        Arrays.stream(outputs).forEach(output -> asked.put(output, null));
        return new InferenceRequest("42", new RequestRows(1, Map.of(), List.of()), asked, binary);
    }

    private static InferenceResponse response(InferenceRequest request, Answer... answers) {
        return InferenceResponse.of(request, new PredictorAnswers(ServedToyFamily.SERVED, List.of(answers)));
    }

    private static Output output(InferenceResponse response, String name) {
        return response.outputs().stream().filter(output -> output.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void numbersAreAnsweredWithTheirIntervals() {
        InferenceResponse response = response(request(false), number(231, 228, Caveats.NONE));

        assertThat(JSON.readTree(JSON.writeValueAsString(response))).isEqualTo(JSON.readTree("""
                {"model_name":"toy","model_version":"1","id":"42","outputs":[
                 {"name":"prediction","datatype":"FP64","shape":[1],"data":[231.0]},
                 {"name":"lower_80","datatype":"FP64","shape":[1],"data":[228.0]},
                 {"name":"upper_80","datatype":"FP64","shape":[1],"data":[232.0]},
                 {"name":"model_version","datatype":"INT64","shape":[1],"data":[7]},
                 {"name":"rung","datatype":"BYTES","shape":[1],"data":["own"]},
                 {"name":"known_carried","datatype":"BOOL","shape":[1],"data":[false]}]}"""));
    }

    @Test
    void labelsAreAnsweredWithTheProbabilitiesOfAllLabels() {
        InferenceResponse response = response(request(false), label("b", Map.of("b", 0.75, "a", 0.25)),
                label("c", Map.of("c", 1.0)));

        assertThat(output(response, "prediction").data()).isEqualTo(List.of("b", "c"));
        assertThat(output(response, "labels").data()).isEqualTo(List.of("a", "b", "c"));
        assertThat(output(response, "probabilities").shape()).containsExactly(2, 3);
        assertThat(output(response, "probabilities").data()).isEqualTo(List.of(0.25, 0.75, 0.0, 0.0, 0.0, 1.0));
        assertThat(output(response, "rung").data()).isEqualTo(List.of("group", "group"));
    }

    @Test
    void aRowWithoutAnAnswerKeepsItsPlace() {
        InferenceResponse response = response(request(false), number(1, Double.NaN, Caveats.NONE),
                refused("first", "second"), number(3, 2, Caveats.NONE));

        assertThat(output(response, "prediction").data()).isEqualTo(Arrays.asList(1.0, null, 3.0));
        assertThat(output(response, "lower_80").data()).isEqualTo(Arrays.asList(null, null, 2.0));
        assertThat(output(response, "model_version").data()).isEqualTo(Arrays.asList(7L, null, 7L));
        assertThat(output(response, "error").data()).isEqualTo(List.of("", "first; second", ""));
    }

    @Test
    void whatMakesPredictionsWeakerIsSaidInWords() {
        InferenceResponse response = response(request(false),
                number(1, 0, new Caveats(List.of("price", "deal"), List.of("region"), true)),
                number(1, 0, Caveats.NONE), refused("no"));

        assertThat(output(response, "caveats").data()).isEqualTo(
                List.of("missing:price missing:deal unknown-category:region beyond-horizon", "", ""));
    }

    @Test
    void whatSaysNothingIsLeftOutUnlessItIsAskedFor() {
        Answer plain = number(1, 0, Caveats.NONE);

        assertThat(response(request(false), plain).outputs()).extracting(Output::name).doesNotContain("caveats",
                "error");
        assertThat(response(request(false, "error", "PREDICTION"), plain).outputs()).extracting(Output::name)
                .containsExactly("error", "prediction");
    }

    @Test
    void anOutputThatThereIsNotIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> response(request(false, "lower_95"), number(1, 0, Caveats.NONE)))
                .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(Kind.MALFORMED);
                    assertThat(problem.code()).isEqualTo("output-unknown");
                }).hasMessageContaining("[lower_95]").hasMessageContaining("Maybe one of [prediction, lower_80");
    }

    /** A model may have been trained for other intervals than the spec asks for now. */
    @Test
    void anIntervalThatAModelDoesNotHaveIsMissing() {
        Answer other = new Answer.Predicted(KEY, 21L, 5, List.of(95), new double[] {1}, new double[] {9}, null,
                Map.of(), 7, Rung.OWN, false, Caveats.NONE, null);

        assertThat(output(response(request(false), other), "upper_80").data()).isEqualTo(Arrays.asList((Object) null));
    }

    @Test
    void anOutputIsRawWhereItIsAskedForThatWay() {
        Map<String, @Nullable Boolean> asked = new LinkedHashMap<>();
        asked.put("prediction", true);
        asked.put("rung", false);
        asked.put("error", null);
        RequestRows none = new RequestRows(0, Map.of(), List.of());

        InferenceRequest text = new InferenceRequest(null, none, asked, false);
        InferenceRequest binary = new InferenceRequest(null, none, asked, true);

        assertThat(List.of(text.wantsRaw("Prediction"), text.wantsRaw("rung"), text.wantsRaw("error"),
                text.wantsRaw("other"))).containsExactly(true, false, false, false);
        assertThat(List.of(binary.wantsRaw("prediction"), binary.wantsRaw("RUNG"), binary.wantsRaw("error"),
                binary.wantsRaw("other"))).containsExactly(true, false, true, true);
    }

    @Test
    void rawOutputsAreLittleEndianAndWhatIsMissingHasItsPlace() {
        assertThat(hex(Datatype.FP64, 1.5, null)).isEqualTo("000000000000f83f" + "000000000000f87f");
        assertThat(hex(Datatype.INT64, 258L, null)).isEqualTo("0201000000000000" + "0000000000000000");
        assertThat(hex(Datatype.BOOL, true, false, null)).isEqualTo("010000");
        assertThat(hex(Datatype.BYTES, "a\u20ac", "", null)).isEqualTo("0400000061e282ac" + "00000000" + "00000000");
        assertThat(hex(Datatype.FP64)).isEmpty();
    }

    private static String hex(Datatype datatype, @Nullable Object... data) {
        return HexFormat.of()
                .formatHex(Output.of("x", datatype, List.of(data.length), Arrays.asList(data)).raw());
    }

    @ParameterizedTest
    @EnumSource(value = Datatype.class, names = {"UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32",
            "FP16", "FP32"})
    void noOutputIsOfAnotherType(Datatype datatype) {
        assertThatThrownBy(() -> hex(datatype, 1)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[" + datatype + "]");
    }

    @Test
    void anAnnouncedOutputSaysItsBytesAndHasNoData() {
        Output announced = Output.of("x", Datatype.FP64, List.of(2), List.of(1.0, 2.0)).announced(16);

        assertThat(JSON.readTree(JSON.writeValueAsString(announced))).isEqualTo(JSON.readTree(
                "{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[2],\"parameters\":{\"binary_data_size\":16}}"));
        assertThat(announced.raw()).isEmpty();
    }

    @Test
    void metadataNameTheInputsThatAModelTakesAndTheOutputsThatItGives() {
        RouterModel.Metadata metadata = RouterModel.metadata(ServedToyFamily.SERVED);

        assertThat(metadata.name()).isEqualTo("toy");
        assertThat(metadata.versions()).containsExactly("1");
        assertThat(metadata.inputs()).extracting(RouterModel.TensorMetadata::name,
                RouterModel.TensorMetadata::datatype).containsExactly(
                        org.assertj.core.groups.Tuple.tuple("region", "BYTES"),
                        org.assertj.core.groups.Tuple.tuple("store", "BYTES"),
                        org.assertj.core.groups.Tuple.tuple("week", "INT64"),
                        org.assertj.core.groups.Tuple.tuple("price", "FP64"));
        List<String> outputs = metadata.outputs().stream().map(RouterModel.TensorMetadata::name).toList();
        assertThat(response(request(false, outputs.toArray(String[]::new)), number(1, 0, Caveats.NONE)).outputs())
                .extracting(Output::name).isEqualTo(outputs);
        assertThat(Objects.requireNonNull(metadata.outputs().getFirst()).shape()).containsExactly(-1);
    }

    @Test
    void anInputIsFoundWhateverItsCase() {
        assertThat(RouterModel.column(ServedToyFamily.SERVED, "PRICE")).isEqualTo("price");
        assertThat(RouterModel.column(ServedToyFamily.SERVED, "units")).isEqualTo("units");
        assertThatThrownBy(() -> RouterModel.column(ServedToyFamily.SERVED, "prize"))
                .isInstanceOfSatisfying(ManyModelsException.class,
                        problem -> assertThat(problem.code()).isEqualTo("input-unknown"))
                .hasMessageContaining("Maybe one of [region, store, week, price]");
    }
}
