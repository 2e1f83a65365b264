package io.manymodels.storage;

import io.manymodels.problem.ManyModelsException;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Buckets of objects over the S3 protocol. Thread-safe.
 *
 * <p>Errors: NOT_FOUND {@code object-not-found}, FORBIDDEN {@code object-forbidden}, and UNAVAILABLE
 * {@code storage-unavailable} for everything that a later try may mend (after {@value #ATTEMPTS} tries here).
 */
public final class ObjectStore {

    private static final int ATTEMPTS = 4;
    private static final long PART_BYTES = 16L << 20;

    private final MinioClient client;

    ObjectStore(MinioClient client) {
        this.client = client;
    }

    /** Writes a whole object, replacing what is there. */
    public void put(String bucket, String key, byte[] bytes) {
        call(bucket, key, () -> client.putObject(
                PutObjectArgs.builder().bucket(bucket).object(key).data(bytes, bytes.length).build()));
    }

    /** Writes a file as an object, in parts where it is large. */
    public void putFile(String bucket, String key, Path file) {
        call(bucket, key, () -> client.uploadObject(
                UploadObjectArgs.builder().bucket(bucket).object(key).filename(file.toString(), PART_BYTES).build()));
    }

    /** The whole object. Only for objects known to be small. */
    public byte[] get(String bucket, String key) {
        return call(bucket, key, () -> {
            try (InputStream in = client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build())) {
                return in.readAllBytes();
            }
        });
    }

    /** Exactly {@code length} bytes from {@code offset}; a shorter answer counts as unavailable. */
    public byte[] range(String bucket, String key, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        return call(bucket, key, () -> {
            try (InputStream in = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).offset(offset).length((long) length).build())) {
                byte[] bytes = in.readNBytes(length);
                if (bytes.length != length) {
                    throw new IOException("asked for %d bytes from %d, got %d".formatted(length, offset, bytes.length));
                }
                return bytes;
            }
        });
    }

    /** A stream over the whole object; the caller closes it and sees the I/O errors. */
    public InputStream open(String bucket, String key) {
        return call(bucket, key, () -> client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build()));
    }

    /** Copies an object into a local file, replacing it. */
    public void download(String bucket, String key, Path target) {
        call(bucket, key, () -> {
            try (InputStream in = client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build())) {
                return Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    /** Bytes of the object. */
    public long size(String bucket, String key) {
        return call(bucket, key,
                () -> client.statObject(StatObjectArgs.builder().bucket(bucket).object(key).build()).size());
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
        call(toBucket, toKey, () -> client.copyObject(CopyObjectArgs.builder().bucket(toBucket).object(toKey)
                .source(SourceObject.builder().bucket(fromBucket).object(fromKey).build()).build()));
    }

    /** Every object below a prefix, by key. */
    public List<StoredObject> list(String bucket, String prefix) {
        return call(bucket, prefix, () -> {
            List<StoredObject> found = new ArrayList<>();
            for (var result : client.listObjects(
                    ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true).build())) {
                var item = result.get();
                if (!item.isDir()) {
                    found.add(new StoredObject(item.objectName(), item.size()));
                }
            }
            return found;
        });
    }

    /** Removes an object; one that is not there is no error. */
    public void delete(String bucket, String key) {
        call(bucket, key, () -> {
            client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return key;
        });
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws MinioException, IOException;
    }

    private static <T> T call(String bucket, String key, Call<T> call) {
        Exception last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return call.run();
            } catch (ErrorResponseException e) {
                int status = e.response().code();
                if (status == 404) {
                    throw new ManyModelsException(ManyModelsException.Kind.NOT_FOUND, "object-not-found",
                            "Object [%s] is not in bucket [%s]".formatted(key, bucket), e);
                }
                if (status == 403) {
                    throw new ManyModelsException(ManyModelsException.Kind.FORBIDDEN, "object-forbidden",
                            "The object storage refused [%s] in bucket [%s] to this service's credential"
                                    .formatted(key, bucket),
                            e);
                }
                last = e;
            } catch (MinioException | IOException e) {
                last = e;
            }
            pause(attempt);
        }
        throw ManyModelsException.unavailable("storage-unavailable",
                "Object [%s] in bucket [%s] could not be reached after %d tries: %s".formatted(key, bucket, ATTEMPTS,
                        last),
                java.util.Objects.requireNonNull(last));
    }

    private static void pause(int attempt) {
        if (attempt == ATTEMPTS) {
            return;
        }
        try {
            Thread.sleep(100L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ManyModelsException.unavailable("storage-unavailable",
                    "Interrupted while waiting for the object storage",
                    e);
        }
    }
}
