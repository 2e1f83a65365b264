package io.manymodels.model;

import io.manymodels.rows.PartitionRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An artefact as an earlier build wrote it, rows, and what that build predicted for them. Numbers that were predicted are
 * hexadecimal, so that no digit is lost.
 *
 * @param rows one map a row, as a request gives them
 */
record GoldenArtefact(String name, byte[] header, byte[] body, String key, List<Map<String, Object>> rows,
        Predictions predictions) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, Object>> ROW = new TypeReference<>() {};

    /** Those of one format, by name. */
    static List<GoldenArtefact> ofFormat(int format) {
        try (Stream<Path> files = Files.list(Path.of(Objects
                .requireNonNull(GoldenArtefact.class.getResource("golden-" + format), "golden-" + format).toURI()))) {
            return files.sorted().map(GoldenArtefact::read).toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GoldenArtefact read(Path file) {
        JsonNode node;
        try {
            node = JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        node.required("rows").forEach(row -> rows.add(JSON.convertValue(row, ROW)));
        List<String> labels = new ArrayList<>();
        node.path("labels").forEach(label -> labels.add(label.stringValue()));
        boolean[] carried = new boolean[rows.size()];
        int[] label = new int[node.path("label").size()];
        for (int i = 0; i < rows.size(); i++) {
            carried[i] = node.required("carried").get(i).booleanValue();
            if (label.length > 0) {
                label[i] = node.path("label").get(i).intValue();
            }
        }
        return new GoldenArtefact(file.getFileName().toString().replace(".json", ""), bytes(node.required("header")),
                bytes(node.required("body")), node.required("key").stringValue(), rows,
                new Predictions(numbers(node.required("value")), columns(node.path("lower")),
                        columns(node.path("upper")), labels, columns(node.path("probabilities")), label, carried));
    }

    /** What to keep of a new format. */
    static void write(Path folder, String name, ModelHeader header, ModelBody body, String key,
            List<Map<String, Object>> rows) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("header", Base64.getEncoder().encodeToString(ModelCodec.encode(header)));
        node.put("body", Base64.getEncoder().encodeToString(ModelCodec.encode(body)));
        node.put("key", key);
        node.set("rows", JSON.valueToTree(rows));
        Predictions predictions = new PartitionModel(header, body)
                .predict(PartitionRows.of(header.schema(), header.timeAxis(), key, rows));
        node.set("value", hexadecimal(predictions.value()));
        for (double[] column : predictions.lower()) {
            node.withArray("lower").add(hexadecimal(column));
        }
        for (double[] column : predictions.upper()) {
            node.withArray("upper").add(hexadecimal(column));
        }
        predictions.labels().forEach(label -> node.withArray("labels").add(label));
        for (double[] column : predictions.probabilities()) {
            node.withArray("probabilities").add(hexadecimal(column));
        }
        for (int label : predictions.label()) {
            node.withArray("label").add(label);
        }
        for (boolean carried : predictions.knownCarried()) {
            node.withArray("carried").add(carried);
        }
        Files.writeString(folder.resolve(name + ".json"), node.toPrettyString() + "\n");
    }

    /** Writes one of each kind of model of the current format; a folder, once, when a format is new. */
    public static void main(String[] folder) throws IOException {
        for (ModelCodecTest.Model model : ModelCodecTest.models().toList()) {
            write(Path.of(folder[0]), model.name(), model.header(), model.body(), "{}",
                    LongStream.of(161, 162, 163, 164, 165, 166, 167, 190, 160, 100, 40, 1000).mapToObj(Toys::row)
                            .toList());
        }
    }

    private static ArrayNode hexadecimal(double[] values) {
        ArrayNode array = JSON.createArrayNode();
        for (double value : values) {
            array.add(Double.toHexString(value));
        }
        return array;
    }

    private static byte[] bytes(JsonNode node) {
        return Base64.getDecoder().decode(node.stringValue());
    }

    private static double[][] columns(JsonNode node) {
        double[][] columns = new double[node.size()][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = numbers(node.get(i));
        }
        return columns;
    }

    private static double[] numbers(JsonNode node) {
        double[] numbers = new double[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(node.get(i).stringValue());
        }
        return numbers;
    }

    @Override
    public String toString() {
        return name;
    }
}
