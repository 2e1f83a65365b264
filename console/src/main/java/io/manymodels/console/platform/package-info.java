/** The services' REST, asked with the key of who is signed in. */
@NullMarked
package io.manymodels.console.platform;

import org.jspecify.annotations.NullMarked;
