/**
 * The family spec: what a user declares, read with all its errors at once, its canonical form and its versions. Written
 * by ingestion; read by every service.
 */
@NullMarked
package io.manymodels.family;

import org.jspecify.annotations.NullMarked;
