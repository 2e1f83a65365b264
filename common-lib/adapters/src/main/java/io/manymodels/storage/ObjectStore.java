package io.manymodels.storage;

import io.manymodels.problem.ManyModelsException;
import io.minio.Checksum;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.ObjectWriteResponse;
import io.minio.PutObjectAPIArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Buckets of objects over the S3 protocol. Thread-safe.
 *
 * <p>Errors: NOT_FOUND {@code object-not-found} and {@code object-truncated}, FORBIDDEN {@code object-forbidden},
 * UNAVAILABLE {@code storage-refused} for what the storage will not do however often it is asked, and
 * {@code storage-unavailable} for everything that a later try may mend, after the configured number of tries. Waiting
 * ends with the thread's interruption.
 */
public final class ObjectStore {

    private static final long PART_BYTES = 16L << 20;
    /** Of what is sent. The client's usual CRC32C is worked out byte by byte; this one the processor knows. */
    private static final Checksum.Algorithm CHECKSUM = Checksum.Algorithm.CRC32;

    private final StorageClients clients;
    private final int attempts;

    ObjectStore(StorageClients clients, int attempts) {
        this.clients = clients;
        this.attempts = attempts;
    }

    /** What went over the wire so far. */
    public Traffic traffic() {
        return clients.traffic();
    }

    /** Writes a whole object, replacing what is there. */
    public void put(String bucket, String key, byte[] bytes) {
        call(bucket, key, () -> await(send(bucket, key, bytes, Map.of())));
    }

    /** Writes a whole object where there is none yet. Throws CONFLICT {@code object-exists} where there is one. */
    public void putNew(String bucket, String key, byte[] bytes) {
        call(bucket, key, () -> await(send(bucket, key, bytes, Map.of("If-None-Match", "*"))));
    }

    /**
     * To this machine the signature is of the headers alone, with the checksum among them, as it is over HTTPS. Over a network it is of
     * the bytes too.
     */
    private CompletableFuture<ObjectWriteResponse> send(String bucket, String key, byte[] bytes,
            Map<String, String> more) {
        if (!clients.isLocal()) {
            return clients.streaming().putObject(PutObjectArgs.builder().bucket(bucket).object(key).headers(more)
                    .data(bytes, bytes.length).checksum(CHECKSUM).build());
        }
        Http.Headers headers = new Http.Headers(more);
        headers.put("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        headers.put("x-amz-sdk-checksum-algorithm", CHECKSUM.toString());
        headers.put(CHECKSUM.header(), Checksum.base64String(checksum(bytes)));
        return clients.streaming().putObject(PutObjectAPIArgs.builder().bucket(bucket).object(key)
                .data(bytes, bytes.length).headers(headers).build());
    }

    private static byte[] checksum(byte[] bytes) {
        Checksum.Hasher hasher = new Checksum.CRC32();
        hasher.update(bytes, 0, bytes.length);
        return hasher.sum();
    }

    /** Writes a file as an object, in parts where it is large. */
    public void putFile(String bucket, String key, Path file) {
        call(bucket, key, () -> await(clients.copying().uploadObject(
                UploadObjectArgs.builder().bucket(bucket).object(key).filename(file.toString(), PART_BYTES)
                        .checksum(CHECKSUM).build())));
    }

    /** The whole object. Only for objects known to be small. */
    public byte[] get(String bucket, String key) {
        return call(bucket, key, () -> {
            try (InputStream in = await(clients.streaming()
                    .getObject(GetObjectArgs.builder().bucket(bucket).object(key).build()))) {
                return in.readAllBytes();
            }
        });
    }

    /** Exactly {@code length} bytes from {@code offset}; NOT_FOUND {@code object-truncated} where the object ends before. */
    public byte[] range(String bucket, String key, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        byte[] bytes = call(bucket, key, () -> {
            try (GetObjectResponse in = await(clients.brief().getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).offset(offset).length((long) length).build()))) {
                requireRange(bucket, key, offset, in.headers().get("Content-Range"));
                return in.readNBytes(length);
            }
        });
        if (bytes.length != length) {
            throw truncated(bucket, key, null);
        }
        return bytes;
    }

    /** A storage, or a proxy before it, that ignores ranges would give the first bytes for any. */
    private static void requireRange(String bucket, String key, long offset, @Nullable String range) {
        if (offset > 0 && (range == null || !range.startsWith("bytes " + offset + "-"))) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "storage-refused",
                    "The object storage answered the range [%s] of [%s] in bucket [%s], asked for one from [%d]. Maybe a proxy before it ignores ranges"
                            .formatted(range, key, bucket, offset));
        }
    }

    /** A stream over the whole object; the caller closes it and sees the I/O errors. */
    public InputStream open(String bucket, String key) {
        return call(bucket, key,
                () -> await(clients.streaming().getObject(GetObjectArgs.builder().bucket(bucket).object(key).build())));
    }

    /** Copies an object into a local file, replacing it. */
    public void download(String bucket, String key, Path target) {
        call(bucket, key, () -> {
            try (InputStream in = await(clients.streaming()
                    .getObject(GetObjectArgs.builder().bucket(bucket).object(key).build()))) {
                return Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    /** Bytes of the object. */
    public long size(String bucket, String key) {
        return call(bucket, key,
                () -> await(clients.brief().statObject(StatObjectArgs.builder().bucket(bucket).object(key).build()))
                        .size());
    }

    public boolean exists(String bucket, String key) {
        try {
            size(bucket, key);
            return true;
        } catch (ManyModelsException e) {
            if (e.kind() == ManyModelsException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Copies on the server, replacing the target. */
    public void copy(String fromBucket, String fromKey, String toBucket, String toKey) {
        call(toBucket, toKey, () -> await(clients.copying().copyObject(CopyObjectArgs.builder().bucket(toBucket)
                .object(toKey).source(SourceObject.builder().bucket(fromBucket).object(fromKey).build()).build())));
    }

    /** Every object below a prefix, by key. */
    public List<StoredObject> list(String bucket, String prefix) {
        return call(bucket, prefix, () -> listed(bucket, prefix));
    }

    private List<StoredObject> listed(String bucket, String prefix) throws MinioException, IOException {
        List<StoredObject> found = new ArrayList<>();
        try {
            for (var result : clients.brief().listObjects(
                    ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true).build())) {
                var item = result.get();
                if (!item.isDir()) {
                    found.add(new StoredObject(item.objectName(), item.size(),
                            Objects.requireNonNullElse(item.etag(), "")));
                }
            }
        } catch (IllegalStateException e) {
            // The client's listing hides in it what is wrong with a connection.
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw e;
        }
        return found;
    }

    /** Removes an object; one that is not there is no error. */
    public void delete(String bucket, String key) {
        call(bucket, key, () -> {
            await(clients.brief().removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
            return key;
        });
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws MinioException, IOException;
    }

    /** Waits for an answer, and no longer where the thread is interrupted. */
    private static <T> T await(CompletableFuture<T> answer) throws MinioException, IOException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            throw new InterruptedIOException("while waiting for the object storage");
        } catch (ExecutionException e) {
            switch (deepest(e)) {
                case MinioException refused -> throw refused;
                case IOException failed -> throw failed;
                default -> throw e.getCause() instanceof RuntimeException unforeseen
                        ? unforeseen
                        : new IllegalStateException(e);
            }
        }
    }

    /** Futures wrap what went wrong once for each that waited for another. */
    private static Throwable deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof MinioException) && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private <T> T call(String bucket, String key, Call<T> call) {
        Exception last = null;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            try {
                return call.run();
            } catch (ErrorResponseException e) {
                int status = e.response().code();
                if (!isPassing(status)) {
                    throw refused(bucket, key, status, e);
                }
                last = e;
            } catch (MinioException | IOException e) {
                last = e;
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            if (attempt < attempts) {
                pause(attempt);
            }
        }
        throw ManyModelsException.unavailable("storage-unavailable",
                "Object [%s] in bucket [%s] could not be reached in [%d] tries. Maybe the object storage is down"
                        .formatted(key, bucket, attempts),
                Objects.requireNonNull(last));
    }

    /** Whether the same call may well succeed a moment later. */
    private static boolean isPassing(int status) {
        return status >= 500 || status == 408 || status == 429;
    }

    private static ManyModelsException refused(String bucket, String key, int status, Exception e) {
        return switch (status) {
            case 404 -> new ManyModelsException(ManyModelsException.Kind.NOT_FOUND, "object-not-found",
                    "Object [%s] is not in bucket [%s]".formatted(key, bucket), e);
            case 403 -> new ManyModelsException(ManyModelsException.Kind.FORBIDDEN, "object-forbidden",
                    "The object storage refused [%s] in bucket [%s] to this service's credential"
                            .formatted(key, bucket),
                    e);
            case 412 -> new ManyModelsException(ManyModelsException.Kind.CONFLICT, "object-exists",
                    "Object [%s] is in bucket [%s] already".formatted(key, bucket), e);
            case 416 -> truncated(bucket, key, e);
            default -> ManyModelsException.unavailable("storage-refused",
                    "The object storage answered [%d] for [%s] in bucket [%s]".formatted(status, key, bucket), e);
        };
    }

    private static ManyModelsException truncated(String bucket, String key, @Nullable Exception cause) {
        String message = "Object [%s] in bucket [%s] ends before the bytes asked for. Maybe it was cut short"
                .formatted(key, bucket);
        return cause == null
                ? ManyModelsException.notFound("object-truncated", message)
                : new ManyModelsException(ManyModelsException.Kind.NOT_FOUND, "object-truncated", message, cause);
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(100L << Math.min(attempt, 6));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ManyModelsException.unavailable("storage-unavailable",
                    "Interrupted while waiting for the object storage",
                    e);
        }
    }
}
