/** What a web application serves for its clients: login, callback, logout and client ID metadata documents. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.web;
