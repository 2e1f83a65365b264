package io.manymodels.stack.storage;

import java.util.Set;

import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;

/**
 * The store as a service with a write grant sees it: objects come and go, but buckets and their access do not change.
 * It also says that everything is private, because requests without a signature ask no locator, only the store.
 */
class WritableStore extends ForwardingBlobStore {

    private final Set<String> visibleBuckets;

    WritableStore(BlobStore store, Set<String> visibleBuckets) {
        super(store);
        this.visibleBuckets = visibleBuckets;
    }

    static S3ProxyException denied() {
        return new S3ProxyException(S3ErrorCode.ACCESS_DENIED);
    }

    @Override
    public ListBucketsResponse list() {
        ListBucketsResponse all = super.list();
        return all.toBuilder()
                .buckets(all.buckets().stream().filter(bucket -> visibleBuckets.contains(bucket.name())).toList())
                .build();
    }

    @Override
    public BucketCannedACL getContainerAccess(String bucket) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key, @Nullable String version) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        throw denied();
    }

    @Override
    public void setContainerAccess(String bucket, BucketCannedACL access) {
        throw denied();
    }

    @Override
    public void clearContainer(ListObjectsV2Request request) {
        throw denied();
    }

    @Override
    public void deleteContainer(String bucket) {
        throw denied();
    }

    @Override
    public void deleteBucket(String bucket) {
        throw denied();
    }

    @Override
    public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest request) {
        throw denied();
    }

    @Override
    public PutBucketEncryptionResponse putBucketEncryption(PutBucketEncryptionRequest request) {
        throw denied();
    }

    @Override
    public DeleteBucketEncryptionResponse deleteBucketEncryption(DeleteBucketEncryptionRequest request) {
        throw denied();
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
        throw denied();
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access, @Nullable String version) {
        throw denied();
    }
}
