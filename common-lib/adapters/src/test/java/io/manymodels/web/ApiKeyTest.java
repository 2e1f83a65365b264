package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** How a caller proves who it is: found in the request, and known or not. */
class ApiKeyTest {

    private static final String KEY = "mm_abcdEF12_s3cret:with_signs";
    private static final String TWIN = "mm_abcdEF12_s3cret:with_sign";

    private final ApiKeyProvider provider = new ApiKeyProvider(
            List.of(ApiKeyHash.of(KEY, Set.of(Role.VIEWER, Role.OPERATOR)),
                    ApiKeyHash.of("mm_zzzzzz99_other", Set.of(Role.APPROVER))));

    private static @Nullable Authentication asked(String authorization) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Authorization", authorization);
        return new ApiKeyConverter().convert(request);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Authentication known(String authorization) {
        return provider.authenticate(Objects.requireNonNull(asked(authorization)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + KEY, "bearer " + KEY, "BEARER   " + KEY + "  "})
    void aKeyIsABearerToken(String header) {
        Authentication caller = known(header);

        assertThat(caller.isAuthenticated()).isTrue();
        assertThat(caller.getName()).isEqualTo("abcdEF12");
        assertThat(caller.getAuthorities()).extracting(GrantedAuthority::getAuthority)
                .containsExactlyInAnyOrder("ROLE_VIEWER", "ROLE_OPERATOR");
        assertThat(caller.getCredentials()).as("nobody behind needs the secret").isNull();
        assertThat(caller.toString()).doesNotContain("s3cret");
    }

    /** Tools that know users and passwords alone, whatever they call the user. */
    @ParameterizedTest
    @ValueSource(strings = {"", "anybody", "a b"})
    void orAPassword(String user) {
        assertThat(known(basic(user, KEY)).getName()).isEqualTo("abcdEF12");
        assertThat(known(basic(user, KEY).replace("Basic", "basic")).getName()).isEqualTo("abcdEF12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic", "Basic ", "Basic !!!", "Basic YWJj", "Digest " + KEY, KEY,
            "Bearer " + TWIN, "Bearer mm_abcdEF13_s3cret:with_signs", "Bearer mm_zzzzzz99_s3cret:with_signs",
            "Bearer mm_abcdEF12_", "Bearer abcdEF12", "Bearer " + KEY + "x"})
    void whatIsNoKeyOfOursIsRefusedWithoutShowingIt(String header) {
        Authentication asked = Objects.requireNonNull(asked(header));

        assertThat(asked.isAuthenticated()).isFalse();
        assertThatThrownBy(() -> provider.authenticate(asked)).isInstanceOf(BadCredentialsException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void withoutAHeaderNobodyAsksToBeKnown() {
        assertThat(new ApiKeyConverter().convert(new MockHttpServletRequest())).isNull();
    }

    @Property(tries = 300)
    void anyHeaderIsAnsweredAndOpensNothing(@ForAll String text) {
        for (String header : List.of(text, "Bearer " + text, "Basic " + text, basic("u", text))) {
            Authentication asked = asked(header);
            if (asked != null) {
                assertThatThrownBy(() -> provider.authenticate(asked)).isInstanceOf(BadCredentialsException.class);
            }
        }
    }

    @Test
    void aServiceWithoutKeysKnowsNobody() {
        Authentication asked = Objects.requireNonNull(asked("Bearer " + KEY));

        assertThatThrownBy(() -> new ApiKeyProvider(List.of()).authenticate(asked))
                .isInstanceOf(BadCredentialsException.class);
    }
}
