package io.manymodels.stack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.stack.backup.KeptObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class KeepingStoreTest {

    @TempDir
    Path root;

    private KeepingStore store;
    private int hashed;

    @BeforeEach
    void start() {
        BlobStore files = new ForwardingBlobStore(new FilesystemNio2BlobStore(root.toString())) {
            @Override
            public CopyObjectResponse copyBlob(CopyObjectRequest request) {
                hashed++;
                return super.copyBlob(request);
            }
        };
        store = new KeepingStore(files, root, new KeptObjects(root));
        store.createContainer(CreateBucketRequest.builder().bucket("lake").build());
        store.createContainer(CreateBucketRequest.builder().bucket("other").build());
        put("a/_attempts/part", "as it was");
    }

    private void put(String key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        store.putBlob(PutObjectRequest.builder().bucket("lake").key(key).contentLength((long) bytes.length).build(),
                new ByteArrayInputStream(bytes));
    }

    private static CopyObjectRequest.Builder copy(String bucket, String key) {
        return CopyObjectRequest.builder().sourceBucket("lake").sourceKey("a/_attempts/part").destinationBucket(bucket)
                .destinationKey(key);
    }

    private String read(String bucket, String key) throws Exception {
        return Files.readString(root.resolve(bucket).resolve(key));
    }

    @Test
    void aCopyIsNotHashedAndOutlivesItsSource() throws Exception {
        String etag = store.copyBlob(copy("other", "b/part").build()).copyObjectResult().eTag();

        assertThat(hashed).isZero();
        assertThat(Files.getLastModifiedTime(root.resolve("other/b/part")))
                .isGreaterThan(Files.getLastModifiedTime(root.resolve("lake/a/_attempts/part")));
        assertThat(etag).isNotEmpty().isEqualTo(store.blobMetadata("lake", "a/_attempts/part").eTag())
                .isEqualTo(store.blobMetadata("other", "b/part").eTag());
        put("a/_attempts/part", "replaced");
        assertThat(read("other", "b/part")).isEqualTo("as it was");
        store.removeBlob(DeleteObjectRequest.builder().bucket("lake").key("a/_attempts/part").build());
        assertThat(read("other", "b/part")).isEqualTo("as it was");
    }

    @Test
    void aCopyReplacesWhatIsThereAndMayBeRepeated() throws Exception {
        put("a/part", "older");

        store.copyBlob(copy("lake", "a/part").build());
        store.copyBlob(copy("lake", "a/part").build());
        store.copyBlob(copy("lake", "a/_attempts/part").build());

        assertThat(read("lake", "a/part")).isEqualTo("as it was");
        assertThat(read("lake", "a/_attempts/part")).isEqualTo("as it was");
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("lake", "other");
        }
    }

    @Test
    void aCopyOfAKnownObjectIsOfThatOneAlone() throws Exception {
        String etag = store.blobMetadata("lake", "a/_attempts/part").eTag();

        assertThatThrownBy(() -> store.copyBlob(copy("lake", "a/part").copySourceIfMatch("\"other\"").build()))
                .isInstanceOf(RuntimeException.class);
        assertThat(root.resolve("lake/a/part")).doesNotExist();
        store.copyBlob(copy("lake", "a/part").copySourceIfMatch(etag).build());

        assertThat(read("lake", "a/part")).isEqualTo("as it was");
        assertThat(hashed).as("of the other object").isOne();
    }

    @Test
    void aCopyWithOtherMetadataIsAFileOfItsOwn() throws Exception {
        store.copyBlob(copy("lake", "a/part").metadataDirective(MetadataDirective.REPLACE).contentType("text/plain")
                .build());

        assertThat(read("lake", "a/part")).isEqualTo("as it was");
        assertThat(hashed).isOne();
    }

    @Test
    void whatIsNotThereIsNotCopied() {
        assertThatThrownBy(() -> store.copyBlob(copy("lake", "a/part").sourceKey("a/none").build()))
                .hasMessageContaining("a/none");
        assertThat(root.resolve("lake/a/part")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other/part", "a/../../other/part", "/part", "a//../../other/part"})
    void noKeyLeadsOutOfItsBucket(String key) {
        try {
            store.copyBlob(copy("lake", key).build());
        } catch (RuntimeException e) {
            assertThat(e).isNotNull();
        }

        assertThat(root.resolve("other/part")).doesNotExist();
    }

    @Test
    void noBucketLeadsOutOfTheStore() throws Exception {
        Files.writeString(root.resolve("secret"), "of the folder");
        KeepingStore inner = new KeepingStore(store, root.resolve("lake"), new KeptObjects(root.resolve("lake")));

        assertThatThrownBy(() -> inner.copyBlob(CopyObjectRequest.builder().sourceBucket("..").sourceKey("secret")
                .destinationBucket("a").destinationKey("secret").build())).isInstanceOf(RuntimeException.class);

        assertThat(root.resolve("lake/a/secret")).doesNotExist();
    }

    @Test
    void aCopyMakesNoBucket() {
        assertThatThrownBy(() -> store.copyBlob(copy("none", "part").build())).isInstanceOf(RuntimeException.class);

        assertThat(root.resolve("none")).doesNotExist();
    }

    @Test
    void whatWasLeftOfAnUnfinishedCopyGoesWithTheNextStart() throws Exception {
        Path left = Files.writeString(root.resolve(".copy-of-a-process-that-died"), "half");

        new KeepingStore(store, root, new KeptObjects(root)).removeUnfinished();

        assertThat(left).doesNotExist();
        assertThat(root.resolve("lake/a/_attempts/part")).exists();
    }
}
