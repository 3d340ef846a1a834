"use strict";(()=>{document.documentElement.dataset.query="";})();
