#!/bin/sh
# Buckets, users and grants in a MinIO of your own, which you may use in the place of compose's SeaweedFS: the same as the local
# stack's BucketGrants. Needs MinIO's client mc, MINIO_ROOT_USER and MINIO_ROOT_PASSWORD, and the keys of .env; runs any number
# of times.
set -eu
mc alias set local "$MANYMODELS_STORAGE_ENDPOINT" "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD" >/dev/null
for bucket in lake candidates production predictions; do mc mb --ignore-existing "local/$bucket"; done

statement() { # BUCKET ACTIONS
  printf '{"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation","s3:ListBucketMultipartUploads"],"Resource":["arn:aws:s3:::%s"]},' "$1"
  printf '{"Effect":"Allow","Action":[%s],"Resource":["arn:aws:s3:::%s/*"]}' "$2" "$1"
}
policies=${POLICIES:-/tmp}
READ='"s3:GetObject"'
WRITE='"s3:GetObject","s3:PutObject","s3:DeleteObject","s3:AbortMultipartUpload","s3:ListMultipartUploadParts"'

user() { # NAME ACCESS_KEY SECRET_KEY WRITABLE READABLE
  statements=""
  for bucket in $4; do statements="$statements${statements:+,}$(statement "$bucket" "$WRITE")"; done
  for bucket in $5; do statements="$statements${statements:+,}$(statement "$bucket" "$READ")"; done
  printf '{"Version":"2012-10-17","Statement":[%s]}' "$statements" > "$policies/$1.json"
  mc admin user add local "$2" "$3"
  mc admin policy create local "$1" "$policies/$1.json"
  mc admin policy attach local "$1" --user "$2" || true # says "already attached" the second time
}
user ingestion "$STORAGE_ACCESS_KEY_INGESTION" "$STORAGE_SECRET_KEY_INGESTION" "lake" ""
user training  "$STORAGE_ACCESS_KEY_TRAINING"  "$STORAGE_SECRET_KEY_TRAINING"  "candidates" "lake"
user promotion "$STORAGE_ACCESS_KEY_PROMOTION" "$STORAGE_SECRET_KEY_PROMOTION" "production" "lake candidates"
user scoring   "$STORAGE_ACCESS_KEY_SCORING"   "$STORAGE_SECRET_KEY_SCORING"   "predictions" "lake production"
user realtime  "$STORAGE_ACCESS_KEY_REALTIME"  "$STORAGE_SECRET_KEY_REALTIME"  "" "production"
user reader    "$STORAGE_ACCESS_KEY_READER"    "$STORAGE_SECRET_KEY_READER"    "" "lake predictions"
