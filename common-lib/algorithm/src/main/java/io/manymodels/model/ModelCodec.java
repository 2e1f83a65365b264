package io.manymodels.model;

import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.kernel.TooLarge;
import io.manymodels.rows.Column;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes of headers and bodies. Both start with four letters and a version; a reader knows every version ever written.
 * Headers are JSON, and what later builds added to them is passed over by a reader whose bodies have no use for it. Bodies are
 * binary (see {@code docs/reference/artefact-format.md}) and hold data alone: nothing in them names a class. What an older
 * build could have written is written as that did, because while versions take turns it serves what this one trains.
 */
public final class ModelCodec {

    /** Bytes that a body has at most: none longer is written, and none read. */
    public static final int LARGEST_BODY = 64 << 20;

    /** The latest that is read. */
    static final byte VERSION = 4;
    /** The earliest that is written. */
    static final byte EARLIEST = 2;
    static final byte[] HEADER_MAGIC = "MMMH".getBytes(StandardCharsets.US_ASCII);
    static final byte[] KERNEL_MAGIC = "MMMK".getBytes(StandardCharsets.US_ASCII);
    static final byte[] BODY_MAGIC = "MMMB".getBytes(StandardCharsets.US_ASCII);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelCodec() {}

    public static byte[] encode(ModelHeader header) {
        ObjectNode node = JSON.createObjectNode();
        node.put("family", header.family()).put("task", header.task().wire());
        node.set("columns", Column.toJson(header.columns()));
        if (header.timeAxis() != null) {
            node.set("timeAxis", header.timeAxis().toJson());
        }
        node.put("gap", header.gap()).put("horizon", header.horizon());
        ArrayNode intervals = node.putArray("intervals");
        header.intervals().forEach(intervals::add);
        ObjectNode provenance = node.putObject("provenance");
        header.provenance().forEach(provenance::put);
        if (!header.kernels().isEmpty()) {
            ArrayNode kernels = node.putArray("kernels");
            for (Kernel.Shared shared : header.kernels()) {
                kernels.addObject().put("width", shared.width()).put("bytes", ScorerFormat.shared(shared));
            }
        }
        byte[] json = JSON.writeValueAsBytes(node);
        byte[] bytes = new byte[HEADER_MAGIC.length + 1 + json.length];
        System.arraycopy(HEADER_MAGIC, 0, bytes, 0, HEADER_MAGIC.length);
        bytes[HEADER_MAGIC.length] = EARLIEST;
        System.arraycopy(json, 0, bytes, HEADER_MAGIC.length + 1, json.length);
        return bytes;
    }

    /** Throws {@link TooLarge} for a body of more than {@link #LARGEST_BODY} bytes. */
    public static byte[] encode(ModelBody body) {
        return BodyFormat.write(body);
    }

    /** Throws {@link IllegalArgumentException} for what is not a header, UNAVAILABLE {@code artefact-newer} for later ones. */
    public static ModelHeader decodeHeader(byte[] bytes) {
        ArtefactInput.open(bytes, HEADER_MAGIC);
        int start = HEADER_MAGIC.length + 1;
        try {
            return header(JSON.readTree(bytes, start, bytes.length - start));
        } catch (JacksonException | DateTimeException e) {
            throw new IllegalArgumentException("its header is not understood: " + e.getMessage(), e);
        }
    }

    private static ModelHeader header(JsonNode node) {
        List<Integer> intervals = new ArrayList<>();
        node.required("intervals").forEach(level -> intervals.add(level.intValue()));
        Map<String, String> provenance = new LinkedHashMap<>();
        node.required("provenance").properties()
                .forEach(entry -> provenance.put(entry.getKey(), entry.getValue().asString()));
        JsonNode axis = node.get("timeAxis");
        return new ModelHeader(node.required("family").stringValue(),
                Task.valueOf(node.required("task").stringValue().toUpperCase(Locale.ROOT)),
                new RowSchema(Column.listFromJson(node.required("columns"))),
                axis == null ? null : TimeAxis.fromJson(axis), node.required("gap").intValue(),
                node.required("horizon").intValue(), intervals, provenance, kernels(node.path("kernels")));
    }

    private static List<Kernel.Shared> kernels(JsonNode nodes) {
        List<Kernel.Shared> kernels = new ArrayList<>();
        for (JsonNode node : nodes) {
            kernels.add(ScorerFormat.readShared(kernels.size(), node.required("width").intValue(),
                    node.required("bytes").binaryValue()));
        }
        return kernels;
    }

    /**
     * Throws {@link IllegalArgumentException} for what is not a body of such a header, UNAVAILABLE {@code artefact-newer} or
     * {@code kernel-unknown} for what another build or a plug-in would understand.
     */
    public static ModelBody decodeBody(ModelHeader header, KernelCodecs codecs, byte[] bytes) {
        return BodyFormat.read(header, codecs, bytes);
    }
}
