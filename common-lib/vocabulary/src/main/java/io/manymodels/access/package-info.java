/**
 * Who may do what: the roles of API keys, and what is known of a key. The services check keys, the local stack makes them,
 * the command line shows them.
 */
@NullMarked
package io.manymodels.access;

import org.jspecify.annotations.NullMarked;
