/**
 * How people sign in, as far as several services have to know it: the mechanisms that are offered
 * ({@link posthorn.runtime.signin.SignInOffers}) and the issuer whose tokens are taken ({@link
 * posthorn.runtime.signin.OauthSettings}).
 */
@NullMarked
package posthorn.runtime.signin;

import org.jspecify.annotations.NullMarked;
