// Loaded with --import: bare module names are looked up in the folder NPM_PARTS, outside the tree.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const partsFolder = pathToFileURL(`${process.env.NPM_PARTS}/`).href;

registerHooks({
    resolve(specifier, context, next) {
        const bare = !/^([./]|node:|file:)/.test(specifier);
        const ours = !context.parentURL?.includes('/node_modules/');
        return next(specifier, bare && ours ? { ...context, parentURL: partsFolder } : context);
    },
});
