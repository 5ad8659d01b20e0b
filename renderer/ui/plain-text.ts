export { plainName, visibleText } from '#shared/model/plain-text.ts';
