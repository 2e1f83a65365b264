package io.manymodels.work.trace;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Takes spans by OTLP over HTTP ({@code opentelemetry/proto/collector/trace/v1}) and keeps them. */
final class SpanReceiver implements AutoCloseable {

    /**
     * @param service that recorded it
     * @param parent id of the span that it follows from; empty at a root
     * @param exception message of the one that it ended with; empty where there was none
     */
    record Span(String service, String name, String trace, String id, String parent, Map<String, String> tags,
            String exception) {}

    /** A field of a protobuf message that is a message, a text or bytes. */
    private record Field(int number, byte[] value) {}

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    static SpanReceiver start() throws IOException {
        var receiver = new SpanReceiver(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        receiver.server.createContext("/v1/traces", exchange -> {
            receiver.take(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.server.start();
        return receiver;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Span> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    List<Span> all() {
        return List.copyOf(spans);
    }

    private void take(byte[] request) {
        of(request, 1).forEach(resourceSpans -> {
            String service = tags(of(resourceSpans, 1).findFirst().orElseThrow(), 1).getOrDefault("service.name", "");
            of(resourceSpans, 2).flatMap(scopeSpans -> of(scopeSpans, 2)).forEach(span -> spans.add(
                    new Span(service, text(span, 5), hex(span, 1), hex(span, 2), hex(span, 4), tags(span, 9),
                            of(span, 11).map(event -> tags(event, 3).getOrDefault("exception.message", ""))
                                    .findFirst().orElse(""))));
        });
    }

    /** Attributes whose values are texts. */
    private static Map<String, String> tags(byte[] message, int number) {
        Map<String, String> tags = new TreeMap<>();
        of(message, number).forEach(attribute -> of(attribute, 2)
                .forEach(value -> tags.put(text(attribute, 1), text(value, 1))));
        return tags;
    }

    private static String text(byte[] message, int number) {
        return of(message, number).map(value -> new String(value, StandardCharsets.UTF_8)).findFirst().orElse("");
    }

    private static String hex(byte[] message, int number) {
        return of(message, number).map(HexFormat.of()::formatHex).findFirst().orElse("");
    }

    private static Stream<byte[]> of(byte[] message, int number) {
        return fields(message).stream().filter(field -> field.number() == number).map(Field::value);
    }

    private static List<Field> fields(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int tag = (int) varint(bytes);
            switch (tag & 7) {
                case 0 -> varint(bytes);
                case 1 -> bytes.getLong();
                case 2 -> {
                    byte[] value = new byte[(int) varint(bytes)];
                    bytes.get(value);
                    fields.add(new Field(tag >>> 3, value));
                }
                case 5 -> bytes.getInt();
                default -> throw new IllegalArgumentException("No field of protobuf begins with " + tag);
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
