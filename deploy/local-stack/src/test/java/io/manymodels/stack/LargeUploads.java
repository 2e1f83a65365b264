package io.manymodels.stack;

import io.manymodels.stack.credential.StorageKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Single PUTs of any size, signed as S3 asks for (AWS Signature 4), which no client of ours sends. */
final class LargeUploads {

    private LargeUploads() {}

    /** The statuses of so many uploads at once; 499 where the server hung up while it was sent. */
    static List<Integer> signedBy(StorageKey key, URI endpoint, String path, long bytes, int times) throws Exception {
        byte[] block = new byte[1 << 20];
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long sent = 0; sent < bytes; sent += block.length) {
            digest.update(block);
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                sent.add(executor.submit(() -> send(http, request(key, endpoint, path, hash, bytes, block))));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : sent) {
                statuses.add(each.get());
            }
            return statuses;
        }
    }

    private static int send(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 499;
        }
    }

    private static HttpRequest request(StorageKey key, URI endpoint, String path, String hash, long bytes,
            byte[] block) throws GeneralSecurityException {
        String time = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
        String scope = time.substring(0, 8) + "/us-east-1/s3/aws4_request";
        String host = endpoint.getHost() + ":" + endpoint.getPort();
        String canonical = "PUT\n" + path + "\n\nhost:" + host + "\nx-amz-content-sha256:" + hash + "\nx-amz-date:"
                + time + "\n\nhost;x-amz-content-sha256;x-amz-date\n" + hash;
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(canonical)));
        byte[] signing = bytes("AWS4" + key.secretKey());
        for (String part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        String authorization = "AWS4-HMAC-SHA256 Credential=" + key.accessKey() + "/" + scope
                + ",SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature="
                + HexFormat.of().formatHex(hmac(signing, toSign));
        Iterable<byte[]> body = () -> java.util.stream.LongStream.range(0, bytes / block.length)
                .mapToObj(_ -> block).iterator();
        return HttpRequest.newBuilder(endpoint.resolve(path))
                .header("x-amz-content-sha256", hash).header("x-amz-date", time)
                .header("Authorization", authorization)
                .PUT(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArrays(body), bytes))
                .build();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
